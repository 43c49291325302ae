# What is installed: the libraries with their headers, the CMake package, the pkg-config file, and the program.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/matview)

# matview_install(TARGET): into an export set of its own, which the package reads where that component is asked for.
function(matview_install target)
  get_target_property(name ${target} EXPORT_NAME)
  install(TARGETS ${target} EXPORT ${target}
    ARCHIVE COMPONENT development
    LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
    RUNTIME COMPONENT runtime
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT ${target} NAMESPACE matview:: FILE matview-${name}.cmake DESTINATION ${package_dir} COMPONENT development)
endfunction()

set(components)
matview_install(matview)
set(absent_headers)
foreach(component IN ITEMS testing json manage)
  if(TARGET matview_${component})
    matview_install(matview_${component})
    list(APPEND components ${component})
  else()
    list(APPEND absent_headers REGEX "/include/matview/${component}\\.hpp$" EXCLUDE)
  endif()
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/matview DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
  FILES_MATCHING PATTERN *.hpp ${absent_headers})

get_target_property(matview_type matview TYPE)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/matviewConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/matviewConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/matviewConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/matviewConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/matviewConfigVersion.cmake
    ${CMAKE_CURRENT_LIST_DIR}/matview_verify.cmake ${CMAKE_CURRENT_LIST_DIR}/matview_verify.cpp.in
  DESTINATION ${package_dir} COMPONENT development)

# The pkg-config file finds its prefix from where it is. Who links a static library links what that needs.
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_prefix /prefix/${pc_dir} /prefix)
if(matview_type STREQUAL "STATIC_LIBRARY")
  set(pc_requires "Requires: fmt >= 9, libpq >= 14")
  set(pc_defines "")
else()
  set(pc_requires "Requires: fmt >= 9\nRequires.private: libpq >= 14")
  set(pc_defines " -DMATVIEW_SHARED")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/matview.pc.in ${CMAKE_CURRENT_BINARY_DIR}/matview.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/matview.pc DESTINATION ${pc_dir} COMPONENT development)

if(TARGET matview_program)
  install(TARGETS matview_program RUNTIME COMPONENT tools)
  install(FILES ${PROJECT_SOURCE_DIR}/tools/matview/matview.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
  install(FILES ${PROJECT_SOURCE_DIR}/tools/matview/matview.bash RENAME matview
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tools)
endif()

if(MATVIEW_DEBIAN)
  include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
endif()
