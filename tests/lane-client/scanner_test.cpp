#include "lane-client/scanner.hpp"

#include "tests/lane-client/lane_fixture.hpp"
#include "tests/lane-client/pseudo_terminal.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tillnote::lane::test {
namespace {

class ScannerOnALine : public ::testing::Test {
protected:
    /// As run_loop does, until `count` texts have come; at most ten seconds.
    void serve_until(Scanner& scanner, std::size_t count) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (texts_.size() < count && std::chrono::steady_clock::now() < deadline) {
            serve_once(scanner);
        }
        ASSERT_EQ(texts_.size(), count);
    }
    void serve_once(Scanner& scanner) {
        std::vector<pollfd> watched;
        scanner.add_to(watched);
        ::poll(watched.data(), watched.size(), 100);
        scanner.handle(watched);
        scanner.pass(std::chrono::steady_clock::now());
    }
    std::function<void(const std::string&)> keep() {
        return [this](const std::string& text) { texts_.push_back(text); };
    }
    std::vector<std::string> texts_;
};

TEST_F(ScannerOnALine, ReadsTextsOfOursAcrossReads) {
    PseudoTerminal line;
    Scanner scanner(line.device(), keep());
    line.write("4006381333931\r~TN");
    serve_once(scanner);
    EXPECT_TRUE(texts_.empty());
    line.write("101\r~TN999\r");
    serve_until(scanner, 2);
    EXPECT_EQ(texts_, (std::vector<std::string>{"~TN101", "~TN999"}));
}

TEST_F(ScannerOnALine, AsksForNoWakeUpWhileItsDeviceIsThere) {
    PseudoTerminal line;
    const Scanner scanner(line.device(), keep());
    EXPECT_EQ(scanner.due(), std::nullopt);
}

TEST_F(ScannerOnALine, LooksAgainForADeviceThatWent) {
    PseudoTerminal line;
    Scanner scanner(line.device(), keep());
    line.unplug();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!scanner.due() && std::chrono::steady_clock::now() < deadline) {
        serve_once(scanner);
    }
    ASSERT_TRUE(scanner.due().has_value());
    EXPECT_GT(*scanner.due(), std::chrono::steady_clock::now() + std::chrono::seconds{5});
}

TEST_F(ScannerOnALine, TakesADeviceThatComesLater) {
    TemporaryFolder folder;
    const auto device = folder.path() / "scanner";
    Scanner scanner(device, keep());
    ASSERT_TRUE(scanner.due().has_value());
    PseudoTerminal line;
    std::filesystem::create_symlink(line.device(), device);
    scanner.pass(*scanner.due());
    EXPECT_EQ(scanner.due(), std::nullopt);
    line.write("~TN101\n");
    serve_until(scanner, 1);
}

TEST_F(ScannerOnALine, ReadsNoOrdinaryFile) {
    TemporaryFolder folder;
    const auto file = folder.path() / "file";
    ASSERT_TRUE(write_small_file(file, "~TN101\n"));
    Scanner scanner(file, keep());
    EXPECT_TRUE(scanner.due().has_value());
    serve_once(scanner);
    EXPECT_TRUE(texts_.empty());
}

}  // namespace
}  // namespace tillnote::lane::test
