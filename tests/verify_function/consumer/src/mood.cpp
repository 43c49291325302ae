#include "models.hpp"

mood matview::codec<mood>::decode(std::span<const std::byte> bytes, const matview::type_registry&) {
    return static_cast<char>(bytes[0]) == 's' ? mood::sad : mood::happy;
}
void matview::codec<mood>::encode(const mood& value, matview::byte_writer& out, const matview::type_registry&) {
    out.raw(std::string_view(value == mood::sad ? "sad" : "happy"));
}
