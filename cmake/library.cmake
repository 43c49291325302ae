# What all libraries of this project have in common: C++20, position-independent code, names that are hidden unless MATVIEW_EXPORT shows them.
# A shared library's file name and SONAME bear the version: before 1.0 each minor version may change names.
function(matview_library target)
  string(REGEX REPLACE "^matview_" "" name ${target})
  add_library(matview::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "SHARED_LIBRARY")
    target_compile_definitions(${target} PUBLIC MATVIEW_SHARED)
  endif()
  matview_developer_options(${target})
endfunction()
