// Who maintains Debian: the package index of this machine, loaded with COPY and summed up by a view.
#include <fmt/format.h>

#include <chrono>

#include <matview/fmt.hpp>

#include "02_debian_maintainers/load.hpp"
#include "02_debian_maintainers/models.hpp"
#include "common/own_schema.hpp"
#include "common/program.hpp"
#include "common/screen.hpp"

namespace {

void show(matview::session& db, const package* first, package_index& index) {
    const auto start = std::chrono::steady_clock::now();
    const loaded rows = load(db, first, index);
    fmt::print("  {} packages of {} maintainers, loaded in {}\n", demo::grouped(rows.packages),
               demo::grouped(rows.maintainers), demo::in_ms(std::chrono::steady_clock::now() - start));

    db.create<MaintainerShare>();
    const auto top10 =
        matview::from<MaintainerShare>()
            .select_related<&MaintainerShare::maintainer>()
            .order_by(matview::desc<&MaintainerShare::packages>, matview::asc<&MaintainerShare::maintainer>)
            .limit(10);
    fmt::print("  {:<52} {:>8} {:>14}\n", "maintainer", "packages", "installed MiB");
    for (const auto& row : db.fetch(top10))
        fmt::print("  {:<52.52} {:>8} {:>14}\n", row.maintainer->name, demo::grouped(row.packages), row.installed_mib);
}

void example(const std::string& database) {
    demo::heading("Debian's maintainers", "the package index of this machine");
    package_index index;
    if (const package* first = index.next())
        demo::in_own_schema(database, [&](const demo::own_schema& home) {
            matview::connection db = home.connect();
            show(db, first, index);
        });
    else if (index.absent())
        fmt::print("skipped: there is no apt-cache here; this example needs Debian, or a relative of it\n");
    else
        fmt::print("skipped: the package index is empty; `apt-get update` (as root) fetches it\n");
}

}  // namespace

int main(int argc, char** argv) {
    return demo::run(argc, argv, "Packages and installed size of Debian's maintainers.", example);
}
