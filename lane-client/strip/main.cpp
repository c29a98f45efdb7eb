#include "lane-client/strip/strip_app.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <map>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace tillnote;

const std::map<std::string, strip::Edge> edges{
    {"bottom", strip::Edge::bottom}, {"top", strip::Edge::top}, {"left", strip::Edge::left}, {"right", strip::Edge::right}};

/// Started with every session of a machine, it shows itself to those only who may tap.
Error run_if_allowed(const lane::StateFolder& folder, const strip::StripOptions& options) {
    if (::access(folder.path().c_str(), R_OK | X_OK) != 0) {
        return {ErrorCode::usage,
                "This user may not use " + folder.path().string() + ". Make the user a member of that folder's group.",
                {}};
    }
    return strip::run_strip(folder, options);
}

int run(const std::string& state, const strip::StripOptions& options) {
    auto folder = lane::StateFolder::open(lane::StateFolder::find_default(state));
    const Error error = folder ? run_if_allowed(*folder, options) : folder.error();
    std::fprintf(stderr, "tillnote-strip: %s\n", error.detail.c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app(
        "Tillnote's touch strip: keys at one edge of the POS's screen, for the lane whose agent is running.\n"
        "It takes no keyboard focus and reads no keys but its hot keys. Needs X11; $DISPLAY says where.",
        "tillnote-strip");
    std::string state;
    std::string edge = "bottom";
    std::string hide_key;
    app.set_version_flag("--version", TILLNOTE_VERSION);
    app.add_option("--state", state, "state folder (default: $TILLNOTE_LANE_STATE, or the system's place for state)");
    app.add_option("--edge", edge, "edge of the screen: bottom (default), top, left or right")->check(CLI::IsMember(edges));
    app.add_option("--hide-key", hide_key, "key that hides and shows the strip, F1 to F24, also Shift+F1; default: none")
        ->check([](const std::string& text) {
            return strip::parse_key_name(text) ? std::string() : "not a key: F1 to F24, also with Shift+ before it";
        });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        return run(state, {edges.at(edge), strip::parse_key_name(hide_key)});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "tillnote-strip: stopped by a fault of its own: %s\n", failure.what());
        return 1;
    }
}
