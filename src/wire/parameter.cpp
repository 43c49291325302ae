#include <matview/wire/parameter.hpp>

namespace matview::inline v0 {
namespace {

// The array's header is one dimension from 1, without NULLs; https://www.postgresql.org/docs/current/arrays.html
std::size_t begin_array(byte_writer& out, oid element) {
    out.integer<std::int32_t>(1);
    out.integer<std::int32_t>(0);
    out.integer<oid>(element);
    const std::size_t count_at = out.size();
    out.integer<std::int32_t>(0);
    out.integer<std::int32_t>(1);
    return count_at;
}

}  // namespace

oid parameter::redeclare(oid type) const {
    return value_ && !value_->is_array() && value_->ops().declare ? value_->ops().declare(type) : 0;
}

detail::encoded parameter::encode(oid type, byte_writer& out, const type_registry& types) const {
    if (!value_) return detail::encoded::not_held;
    const detail::value_ops& ops = value_->ops();
    if (!value_->is_array()) return detail::encode_as(ops, value_->at(0), type, out, types);

    const type_info* array = types.find(detail::without_domains(type, types));
    if (!array || array->category != 'A' || array->element == 0) return detail::encoded::mismatch;
    const std::size_t count_at = begin_array(out, array->element);
    std::int32_t count = 0;
    for (std::size_t i = 0; i < value_->size(); ++i) {
        const std::size_t size_at = out.size();
        out.integer<std::int32_t>(0);
        const detail::encoded what = detail::encode_as(ops, value_->at(i), array->element, out, types);
        if (what == detail::encoded::mismatch) return what;
        if (what == detail::encoded::not_held) {
            out.truncate(size_at);
            continue;
        }
        out.patch_int32(size_at, static_cast<std::int32_t>(out.size() - size_at - 4));
        ++count;
    }
    out.patch_int32(count_at, count);
    return detail::encoded::done;
}

std::string_view parameter::cpp_name() const { return value_ ? value_->ops().cpp_name : "NULL"; }

std::string parameter::to_string() const {
    if (!value_) return "NULL";
    std::string text;
    if (!value_->is_array()) {
        value_->ops().print(value_->at(0), text);
        return text;
    }
    text += '{';
    for (std::size_t i = 0; i < value_->size(); ++i) {
        if (i != 0) text += ',';
        value_->ops().print(value_->at(i), text);
    }
    return text + '}';
}

}  // namespace matview::inline v0
