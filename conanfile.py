"""Conan 2: conan create . --build=missing"""

import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class MatviewConan(ConanFile):
    name = "matview"
    description = "ORM-style mapping for PostgreSQL materialized views"
    license = "MIT"
    topics = ("postgresql", "materialized-view", "orm")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    implements = ["auto_shared_fpic"]
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"

    def set_version(self):
        header = load(self, f"{self.recipe_folder}/include/matview/version.hpp")
        self.version = re.search(r'MATVIEW_VERSION_STRING "([^"]+)"', header)[1]

    def requirements(self):
        self.requires("boost/[>=1.75 <2]", transitive_headers=True, options={"header_only": True})
        self.requires("fmt/[>=9 <13]", transitive_headers=True, transitive_libs=True)
        self.requires("libpq/[>=14]")

    def build_requirements(self):
        self.test_requires("doctest/[>=2.4 <3]")

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for part in "TESTS", "EXAMPLES", "TOOLS":
            toolchain.cache_variables[f"MATVIEW_BUILD_{part}"] = False
        # What the recipe does not require is not taken from the machine.
        for package in "CLI11", "nlohmann_json":
            toolchain.cache_variables[f"CMAKE_DISABLE_FIND_PACKAGE_{package}"] = True
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, f"{self.package_folder}/licenses")
        CMake(self).install()

    def package_info(self):
        # Consumers find the CMake package that is installed, and its components.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/matview"]
        self.cpp_info.set_property("pkg_config_name", "none")
        self.cpp_info.libs = ["matview"]
        if self.options.shared:
            self.cpp_info.defines = ["MATVIEW_SHARED"]
