#pragma once

#include "server/app/command_line.hpp"
#include "tests/support/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tillnote::test {

/// What an operator types, from the words to what is printed, over a running service.
class TypedCommands : public testing::Test {
protected:
    struct Printed {
        int exit = -1;
        std::string out;
        std::string error;
    };

    void SetUp() override {
        const app::Config& config = running.config();
        std::ofstream file(folder / "server.toml");
        const auto role = [&](const char* name, const std::string& connection) {
            file << name << " = " << nlohmann::json(connection) << '\n';
        };
        file << "[database]\n";
        role("ingest", config.database_ingest);
        role("web", config.database_web);
        role("digest", config.database_digest);
        role("migrate", config.database_migrate);
        file << "[mail]\nfolder = " << nlohmann::json(folder / "mail") << "\n[log]\nlevel = \"error\"\n";
        std::filesystem::create_directory(folder / "mail");
    }

    Printed type(std::vector<std::string> words) {
        words.insert(words.begin(), {"tillnote-server", "--config", (folder / "server.toml").string()});
        std::vector<char*> pointers;
        std::ranges::transform(words, std::back_inserter(pointers), [](std::string& word) { return word.data(); });
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        Printed printed;
        printed.exit = app::run_command_line(static_cast<int>(pointers.size()), pointers.data());
        printed.out = testing::internal::GetCapturedStdout();
        printed.error = testing::internal::GetCapturedStderr();
        return printed;
    }
    /// What must work prints this.
    std::string typed(const std::vector<std::string>& words) {
        const Printed printed = type(words);
        EXPECT_EQ(printed.exit, 0) << words.front() << ": " << printed.error;
        return printed.out;
    }
    std::string refused(const std::vector<std::string>& words, int exit) {
        const Printed printed = type(words);
        EXPECT_EQ(printed.exit, exit) << printed.out << printed.error;
        EXPECT_THAT(printed.out, testing::IsEmpty());
        return printed.error;
    }

    RunningService running;
    RecordingClient client{running.url()};
    const TemporaryFolder temporary;
    const std::filesystem::path folder = temporary.path();
};

}  // namespace tillnote::test
