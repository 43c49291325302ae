#include "02_debian_maintainers/load.hpp"

#include <map>
#include <string>

#include <matview/db/copy.hpp>

namespace {

// Ids are given in the order of appearance.
using ids_by_maintainer = std::map<std::string, std::string>;

const std::string& id_of(const std::string& maintainer, ids_by_maintainer& known) {
    return known.try_emplace(maintainer, std::to_string(known.size() + 1)).first->second;
}

std::int64_t load_packages(matview::session& db, const package* next, package_index& index, ids_by_maintainer& known) {
    matview::copy_in rows(db, "COPY package (name, version, maintainer_id, installed_kib) FROM STDIN");
    for (; next != nullptr; next = index.next())
        rows.row({next->name, next->version, id_of(next->maintainer, known), next->installed_kib});
    return static_cast<std::int64_t>(rows.finish());
}

std::int64_t load_maintainers(matview::session& db, const ids_by_maintainer& known) {
    matview::copy_in rows(db, "COPY maintainer (id, name, email) FROM STDIN");
    for (const auto& [maintainer, id] : known) {
        const std::string_view all = maintainer;
        const std::size_t mail = all.rfind(" <");
        if (mail != all.npos && all.ends_with('>'))
            rows.row({id, all.substr(0, mail), all.substr(mail + 2, all.size() - mail - 3)});
        else
            rows.row({id, all, std::nullopt});
    }
    return static_cast<std::int64_t>(rows.finish());
}

}  // namespace

loaded load(matview::session& db, const package* first, package_index& index) {
    db.execute(R"sql(
        CREATE TABLE maintainer (
            id    bigint PRIMARY KEY,
            name  text NOT NULL,
            email text);
        CREATE TABLE package (
            name          text NOT NULL,
            version       text NOT NULL,
            maintainer_id bigint NOT NULL,
            installed_kib bigint))sql");
    ids_by_maintainer known;
    const std::int64_t packages = load_packages(db, first, index, known);
    return {packages, load_maintainers(db, known)};
}
