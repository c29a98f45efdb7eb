#include "server/render/edition_view.hpp"

#include "server/render/digest_input_json.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/edition_json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;

const domain::Day friday{2026y, std::chrono::November, 20d};
const Instant frozen_at = std::chrono::sys_days{friday} + 35h + 45min;

domain::EditionRecord record() {
    domain::DigestInput input;
    input.store = {"oak-street", "Oak Street", "north", {{friday, "America/Chicago", 240}}, friday, {}, false, {}};
    input.day = friday;
    input.bounds = {frozen_at - 25h - 45min, frozen_at - 1h - 45min};
    input.zone = "America/Chicago";
    input.state = domain::DayState::ended;
    domain::Digest digest = domain::build_digest(input, domain::StoreCalendar::make(input.store).value());
    digest.edition = domain::Edition{1, frozen_at, 1};
    return {"oak-street", friday, {1, frozen_at, 3}, 0, render_digest_input(input), render_digest_json(digest)};
}

TEST(EditionView, DerivesTheDigestFromItsInputAndSaysWhichEditionItIs) {
    const auto digest = rebuild_digest(record());
    ASSERT_TRUE(digest) << digest.error().detail;
    ASSERT_TRUE(digest->edition.has_value());
    EXPECT_EQ(digest->edition->number, 1);
    EXPECT_EQ(digest->edition->of, 3) << "amended twice since";
    EXPECT_EQ(render_digest_json(*digest), *restate_edition(record().digest, record().edition));
}

TEST(EditionView, SaysWhetherItIsStillDrawnAsItWasSent) {
    EXPECT_TRUE(rebuild_digest(record())->edition->as_sent);
    auto older = record();
    older.digest.replace(older.digest.find("\"remarks\":0"), 11, "\"remarks\":1");
    const auto digest = rebuild_digest(older);
    EXPECT_FALSE(digest->edition->as_sent) << "rules have changed since";
    EXPECT_THAT(render_digest_text(*digest), testing::ContainsRegex("Drawn.anew"));
    EXPECT_THAT(render_digest_text(*rebuild_digest(record())), testing::Not(testing::ContainsRegex("Drawn.anew")));
}

TEST(EditionView, AnswersTheKeptBytesButForHowManyEditionsThereAre) {
    auto kept = nlohmann::ordered_json::parse(record().digest);
    EXPECT_EQ(kept["edition"]["of"], 1);
    kept["edition"]["of"] = 3;
    EXPECT_EQ(*restate_edition(record().digest, record().edition), kept.dump());
}

TEST(EditionView, SaysThatItCannotReadADamagedEdition) {
    auto damaged = record();
    damaged.input = "{";
    EXPECT_EQ(rebuild_digest(damaged).error().code, ErrorCode::internal);
    EXPECT_EQ(restate_edition("[1]", damaged.edition).error().code, ErrorCode::internal);
    EXPECT_EQ(restate_edition("{\"store\":", damaged.edition).error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace tillnote::render
