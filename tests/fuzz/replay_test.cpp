#include "tests/fuzz/targets.hpp"

#include "tests/fuzz/property.hpp"
#include "tests/support/file_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace tillnote::fuzz {

/// A test is listed with its target's name, not with the bytes of a pointer.
static void PrintTo(const FuzzTarget& target, std::ostream* out) {
    *out << target.name;
}

namespace {

namespace fs = std::filesystem;

const fs::path folder = TILLNOTE_FUZZ_FOLDER;

std::vector<std::string> read_seeds(std::string_view target) {
    std::vector<std::string> seeds;
    for (const auto& entry : fs::directory_iterator(folder / "seeds" / target)) {
        seeds.push_back(test::text_of_file(entry.path()));
    }
    std::ranges::sort(seeds);
    return seeds;
}

class Replay : public testing::TestWithParam<FuzzTarget> {};

/// What the fuzzer starts from and what it has found, every prefix of it, and every byte of it changed in three ways:
/// without Clang, and with the compiler and the flags of the build.
TEST_P(Replay, HoldsForSeedsAndWhatIsNearThem) {
    const FuzzTarget& target = GetParam();
    const auto seeds = read_seeds(target.name);
    ASSERT_GE(seeds.size(), 3U) << "seeds of our own, tests/fuzz/seeds/" << target.name;
    for (const std::string& seed : seeds) {
        ASSERT_NO_THROW(target.run(seed)) << seed;
        // A longer one is there for itself.
        const std::size_t nearby = std::min<std::size_t>(seed.size(), 1024);
        for (std::size_t at = 0; at < nearby; ++at) {
            const auto prefix = std::string_view(seed).substr(0, at);
            ASSERT_NO_THROW(target.run(prefix)) << prefix;
            for (const int change : {0x01, 0x20, 0x80}) {
                std::string changed = seed;
                changed[at] = static_cast<char>(changed[at] ^ change);
                ASSERT_NO_THROW(target.run(changed)) << changed;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::ValuesIn(fuzz_targets),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(FuzzFolder, HasNoSeedsAndNoWordsOfATargetThatIsGone) {
    const auto is_target = [](const std::string& name) {
        return std::ranges::any_of(fuzz_targets, [&](const FuzzTarget& target) { return target.name == name; });
    };
    for (const auto* part : {"seeds", "dictionaries"}) {
        for (const auto& entry : fs::directory_iterator(folder / part)) {
            EXPECT_TRUE(is_target(entry.path().stem().string())) << entry.path();
        }
    }
}

TEST(FuzzProperty, ThatDoesNotHoldIsThrown) {
    EXPECT_NO_THROW(require(true, "holds"));
    EXPECT_THROW(require(false, "does not hold"), Broken);
    EXPECT_THROW(require_refusal({ErrorCode::internal, "A bug.", {}}), Broken);
    EXPECT_THROW(require_refusal({ErrorCode::invalid_field, "", {}}), Broken);
    EXPECT_THROW(require_json_refusal({ErrorCode::unknown_field, "There is no such field.", {}}), Broken);
    EXPECT_THROW(require_json_refusal({ErrorCode::invalid_field, "Wrong.", "reason"}), Broken);
}

}  // namespace
}  // namespace tillnote::fuzz
