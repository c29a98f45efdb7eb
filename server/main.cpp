#include "schema/core_files.hpp"
#include "server/app/command_line.hpp"

int main(int argc, char** argv) {
    tillnote::forbid_core_files();
    return tillnote::app::run_command_line(argc, argv);
}
