# Errors cross a shared library's boundary: a project of its own builds matview as a shared library, and once more its errors into both sides.
add_test(NAME shared_library
         COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_BINARY_DIR}/shared_library
                 --build-generator ${CMAKE_GENERATOR} --build-project errors_across
                 --build-options -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
                                 -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -DCMAKE_BUILD_TYPE=Debug
                                 -DCMAKE_UNITY_BUILD=ON
                                 -DMATVIEW_DIR=${PROJECT_SOURCE_DIR}
                 --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure)
set_tests_properties(shared_library PROPERTIES TIMEOUT 900)
