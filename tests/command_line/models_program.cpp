#include "models_program.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

namespace command_line {
namespace {

// Its #include lines, and the rest in a namespace.
std::string in_namespace(const std::string& header, const std::string& name) {
    std::istringstream lines(header);
    std::string includes, body;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("#include"))
            includes += line + "\n";
        else if (line != "#pragma once")
            body += line + "\n";
    return includes + "namespace " + name + " {\n" + body + "}\n";
}

}  // namespace

printed_models inspected(const std::string& database, const std::vector<std::string>& words) {
    std::vector<std::string> all{"inspect", "--json"};
    all.insert(all.end(), words.begin(), words.end());
    const finished printed = tool(database, all);
    REQUIRE_MESSAGE(printed.status == 0, printed.err);
    const auto json = nlohmann::json::parse(printed.out);
    printed_models made{json["header"].get<std::string>(), {}, printed.out};
    for (const auto& one : json["structs"]) made.structs.push_back(one["name"].get<std::string>());
    return made;
}

finished compile_models(const std::vector<printed_models>& all, const std::filesystem::path& program) {
    const std::string source = program.string() + ".cpp";
    std::ofstream out(source);
    const auto name = [&](std::size_t i) { return all.size() == 1 ? std::string() : "models_" + std::to_string(i); };
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::ofstream(program.string() + "_" + std::to_string(i) + ".hpp")
            << (name(i).empty() ? all[i].header : "#pragma once\n" + in_namespace(all[i].header, name(i)));
        out << "#include \"" << program.filename().string() << "_" << i << ".hpp\"\n";
    }
    out << "#include <cstdlib>\n#include <iostream>\n#include <matview/matview.hpp>\n"
           "template <class T> int check(matview::connection& db) {\n"
           "    int found = 0;\n"
           "    for (const matview::problem& p : db.verify<T>())\n"
           "        if (p.what != matview::problem::kind::not_populated) found += (std::cout << p.description << "
           "'\\n', 1);\n"
           "    return found;\n}\n"
           "int main(int, char** argv) {\n    matview::connection db(argv[2]);\n    int found = 0;\n    switch "
           "(std::atoi(argv[1])) {\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        out << "        case " << i << ":\n";
        for (const std::string& one : all[i].structs)
            out << "            found += check<" << (name(i).empty() ? "" : name(i) + "::") << one << ">(db);\n";
        out << "            break;\n";
    }
    out << "        default:\n            return 2;\n    }\n    return found != 0;\n}\n";
    out.close();
    return run(
        {"sh", "-c", std::string(MATVIEW_COMPILE) + " " + source + " -o " + program.string() + " " + MATVIEW_LINK});
}

}  // namespace command_line
