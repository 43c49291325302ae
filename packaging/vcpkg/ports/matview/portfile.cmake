vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO matview/matview
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main
)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DMATVIEW_BUILD_TESTS=OFF
        -DMATVIEW_BUILD_EXAMPLES=OFF
        -DMATVIEW_BUILD_TOOLS=OFF
        -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON
        -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/matview)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")

vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
