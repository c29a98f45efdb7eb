#include "server/delivery/file_sender.hpp"

#include "tests/delivery/smtp_server.hpp"
#include "tests/support/file_text.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace tillnote::delivery {
namespace {

TEST(FileSender, PutsEachMailIntoTheFolderAsAWhole) {
    const std::string folder = test::make_folder() + "/not/yet";
    FileSender sender(folder);
    EXPECT_EQ(sender.send("f@x", "t@x", "digest.oak.1", "Subject: one\r\n\r\n1\r\n").kind, SendOutcome::Kind::sent);
    EXPECT_EQ(sender.send("f@x", "t@x", "digest.oak.2", "two").kind, SendOutcome::Kind::sent);
    EXPECT_EQ(test::text_of_file(folder + "/digest.oak.1.eml"), "Subject: one\r\n\r\n1\r\n");
    EXPECT_EQ(sender.send("f@x", "t@x", "digest.oak.1", "again").kind, SendOutcome::Kind::sent);
    EXPECT_EQ(test::text_of_file(folder + "/digest.oak.1.eml"), "again") << "a repeat is the same mail";
    const auto files = std::distance(std::filesystem::directory_iterator(folder), {});
    EXPECT_EQ(files, 2) << "nothing half-written stays";
    struct stat status{};
    ASSERT_EQ(stat((folder + "/digest.oak.1.eml").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(FileSender, SaysWhyItCannot) {
    const std::string file = test::make_folder() + "/file";
    std::ofstream(file) << "x";
    FileSender sender(file);
    const SendOutcome outcome = sender.send("f@x", "t@x", "n", "m");
    EXPECT_EQ(outcome.kind, SendOutcome::Kind::try_later);
    EXPECT_NE(outcome.what.find(file), std::string::npos) << outcome.what;
}

}  // namespace
}  // namespace tillnote::delivery
