# matview_verify in a project of its own, which is configured and built by a test; another runs what it built against databases.
set(verify_dir ${CMAKE_CURRENT_BINARY_DIR}/verify_projects)
set(verify_flags "${CMAKE_CXX_FLAGS}")
if(MATVIEW_SANITIZE)
  string(APPEND verify_flags " -fsanitize=address,undefined")
endif()
add_test(NAME verify_function.build
  COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${CMAKE_CURRENT_LIST_DIR}/consumer ${verify_dir}/consumer
          --build-generator ${CMAKE_GENERATOR} --build-makeprogram ${CMAKE_MAKE_PROGRAM}
          --build-options -DMATVIEW=${PROJECT_SOURCE_DIR} -DMATVIEW_LIBRARY=$<TARGET_FILE:matview>
          -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
          "-DCMAKE_CXX_FLAGS=${verify_flags}" -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE})
set_tests_properties(verify_function.build PROPERTIES FIXTURES_SETUP verify_function)

matview_test(verify_function ${CMAKE_CURRENT_LIST_DIR}/verify_function_test.cpp)
target_compile_definitions(verify_function PRIVATE
  CONSUMER_DIR="${verify_dir}/consumer" CMAKE_PROGRAM="${CMAKE_COMMAND}" CTEST_PROGRAM="${CMAKE_CTEST_COMMAND}")
set_tests_properties(verify_function PROPERTIES FIXTURES_REQUIRED verify_function)

function(verify_misuse name arguments sentence)
  add_test(NAME verify_function.${name}
    COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/misuse -B ${verify_dir}/${name}
            -DMATVIEW=${PROJECT_SOURCE_DIR} -DARGUMENTS=${arguments})
  set_tests_properties(verify_function.${name} PROPERTIES PASS_REGULAR_EXPRESSION "${sentence}")
endfunction()
verify_misuse(no_target "servce HEADERS a.hpp MODELS A" "there is no target servce: call it after")
verify_misuse(no_models "service HEADERS a.hpp" "name the models of service behind MODELS")
verify_misuse(no_headers "service MODELS A" "headers[ \n]+that declare them behind HEADERS")
verify_misuse(unknown_word "service A HEADERS a.hpp MODELS A" "it does not take A: ")
verify_misuse(no_purpose "service HEADERS a.hpp MODELS A PURPOSE reed" "the PURPOSE reed is none of")
