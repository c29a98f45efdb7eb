#include "lane-client/folder_owner.hpp"

#include "tests/lane-client/lane_fixture.hpp"
#include "tests/lane-client/ordinary_user.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

/// Runs `holds` in a process of its own, as what it gives up is gone for good.
bool holds_in_child(const std::function<bool()>& holds) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(holds() ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

TEST(FolderOwner, RootBecomesTheOwnerAndOthersStayWhoTheyAre) {
    const TemporaryFolder folder;
    unsigned int expected = ::geteuid();
    if (expected == 0) {
        expected = ordinary_id;
        ASSERT_EQ(::chown(folder.path().c_str(), expected, expected), 0);
    }
    EXPECT_TRUE(holds_in_child([&] {
        return become_owner(folder.path()) && ::geteuid() == expected && ::getuid() == expected &&
               (expected != ordinary_id || (::getegid() == expected && ::getgroups(0, nullptr) == 0)) &&
               ::open((folder.path() / "made").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    }));
    struct ::stat about{};
    ASSERT_EQ(::stat((folder.path() / "made").c_str(), &about), 0);
    EXPECT_EQ(about.st_uid, expected);
}

TEST(FolderOwner, ChangesNothingForAFolderOfItsOwnOrNone) {
    const TemporaryFolder folder;
    const auto before = ::geteuid();
    EXPECT_TRUE(holds_in_child([&] { return become_owner(folder.path()) && ::geteuid() == before; }));
    EXPECT_TRUE(holds_in_child([&] { return become_owner(folder.path() / "none") && ::geteuid() == before; }));
}

TEST(FolderOwner, OnlyAskingIsForWhoMayPassAndMakeNothing) {
    const TemporaryFolder own;
    EXPECT_FALSE(may_only_ask(own.path()));
    EXPECT_FALSE(may_only_ask(own.path() / "none"));
    EXPECT_TRUE(holds_for_ordinary_user([] { return may_only_ask("/usr"); }));
    EXPECT_TRUE(holds_for_ordinary_user([] { return !may_only_ask("/tmp"); })) << "there one may make files";
}

TEST(FolderOwner, OpenToItsGroupIsOnlyWhatIsClosedToOthers) {
    const TemporaryFolder folder;
    for (const auto& [mode, is_open] : std::vector<std::pair<mode_t, bool>>{
             {0700, false}, {0710, false}, {0750, true}, {0755, false}, {0770, false}, {02750, true}}) {
        ASSERT_EQ(::chmod(folder.path().c_str(), mode), 0);
        EXPECT_EQ(is_open_to_group(folder.path()), is_open) << std::oct << mode;
    }
}

}  // namespace
}  // namespace tillnote::lane::test
