#include <matview/wire/parameter.hpp>

#include "array_writer.hpp"

namespace matview::inline v0 {
// Beside a composite column the server infers a record, which it takes from nobody.
oid parameter::redeclare(oid type, const type_registry& types) const {
    constexpr oid record = 2249;
    if (!value_ || value_->is_array()) return 0;
    if (type == record) return detail::resolve(value_->ops().natural, types);
    return value_->ops().declare ? value_->ops().declare(type) : 0;
}

detail::encoded parameter::encode(oid type, byte_writer& out, const type_registry& types) const {
    if (!value_) return detail::encoded::not_held;
    const detail::value_ops& ops = value_->ops();
    if (!value_->is_array()) return detail::encode_as(ops, value_->at(0), type, out, types);

    const type_info* array = types.find(detail::without_domains(type, types));
    if (!array || array->category != 'A' || array->element == 0) return detail::encoded::mismatch;
    detail::array_writer writer(array->element, out);
    for (std::size_t i = 0; i < value_->size(); ++i) {
        const detail::encoded what = writer.add(ops, value_->at(i), types);
        if (what == detail::encoded::done) continue;
        if (what == detail::encoded::mismatch || value_->rest() == detail::list_rest::spoils) {
            writer.undo();
            return what;
        }
        if (value_->rest() == detail::list_rest::null) writer.add(ops, nullptr, types);
    }
    writer.finish();
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
        if (const void* value = value_->at(i))
            value_->ops().print(value, text);
        else
            text += "NULL";
    }
    return text + '}';
}

}  // namespace matview::inline v0
