// The commands, each made by its own file.
#pragma once

#include <memory>

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

std::unique_ptr<command> make_inspect(const setting& with);
std::unique_ptr<command> make_status(const setting& with);
std::unique_ptr<command> make_refresh(const setting& with);
std::unique_ptr<command> make_verify(const setting& with);
std::unique_ptr<command> make_lint(const setting& with);
// Of a service that has models.
std::unique_ptr<command> make_create(const setting& with);
std::unique_ptr<command> make_drop(const setting& with);
std::unique_ptr<command> make_sql(const setting& with);

}  // namespace matview::inline v0::managing
