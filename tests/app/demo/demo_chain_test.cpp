#include "server/app/demo/demo_chain.hpp"

#include "schema/limits.hpp"
#include "server/app/demo/demo_plan.hpp"
#include "server/domain/business_day.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace tillnote::app {
namespace {

using domain::Day;

const Day today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};

Reason reason(const std::string& code, Polarity polarity) {
    Reason made;
    made.code = code;
    made.polarity = polarity;
    return made;
}

/// Every reason of the plan, one the plan does not know, and the undo code.
Catalog demo_catalog() {
    Catalog catalog;
    for (const DemoPopularity& entry : demo_popularity()) {
        const char first = entry.reason.front();
        catalog.reasons.push_back(reason(std::string{entry.reason}, first == '9'   ? Polarity::why_here
                                                                    : first == '8' ? Polarity::competitor
                                                                                   : Polarity::complaint));
    }
    catalog.reasons.push_back(reason("777", Polarity::praise));
    catalog.reasons.push_back(reason("999", Polarity::lane_only));
    for (const char* code : {"produce", "meat", "deli"}) {
        catalog.departments.push_back({code, code, code, true, 0});
    }
    return catalog;
}

const DemoChain& chain() {
    static const DemoChain made = make_demo_chain(7, today, demo_catalog());
    return made;
}

const DemoStore& store_of(const std::string& id) {
    return *std::ranges::find_if(chain().stores, [&](const DemoStore& one) { return one.store.id == id; });
}

/// Remarks by store, day and reason, by the counting rules.
using Counts = std::map<std::tuple<std::string, Day, std::string>, int>;

const Counts& counts() {
    static const Counts counted = [] {
        Counts result;
        for (const DemoStore& store : chain().stores) {
            const auto calendar = domain::StoreCalendar::make(store.store).value();
            for (const DemoLane& lane : store.lanes) {
                std::set<Uuid> undone;
                for (const Undo& undo : lane.undos) {
                    undone.insert(undo.note_id);
                }
                std::set<std::pair<std::string, std::string>> seen;
                for (const Note& note : lane.notes) {
                    if (!undone.contains(note.note_id) && seen.emplace(note.remark_key, note.reason).second) {
                        ++result[{store.store.id, calendar.day_of(note.tapped_at), note.reason}];
                    }
                }
            }
        }
        return result;
    }();
    return counted;
}

/// Mean remarks a day of one reason (or of all when empty) over days back from the last, both included.
double mean_of(const std::string& store, const std::string& code, int first_days_back, int last_days_back) {
    int remarks = 0;
    for (const auto& [key, count] : counts()) {
        const auto& [store_id, day, reason_code] = key;
        const int days_back =
            static_cast<int>((std::chrono::sys_days{chain().last_day} - std::chrono::sys_days{day}).count());
        if (store_id == store && (code.empty() || code == reason_code) && days_back <= first_days_back &&
            days_back >= last_days_back) {
            remarks += count;
        }
    }
    return static_cast<double>(remarks) / (first_days_back - last_days_back + 1);
}

TEST(DemoChain, IsTheSameForTheSameSeedAndAnotherForAnother) {
    EXPECT_EQ(make_demo_chain(7, today, demo_catalog()).stores, chain().stores);
    EXPECT_NE(make_demo_chain(8, today, demo_catalog()).stores, chain().stores);
}

TEST(DemoChain, HasTwoDistrictsTwelveStoresThreeZonesAndFourToTenLanes) {
    EXPECT_EQ(chain().districts.size(), 2U);
    ASSERT_EQ(chain().stores.size(), 12U);
    std::set<std::string> zones;
    std::set<std::string> ids;
    for (const DemoStore& store : chain().stores) {
        EXPECT_TRUE(is_store_id(store.store.id));
        ids.insert(store.store.id);
        zones.insert(store.store.day_rules.front().zone);
        EXPECT_GE(store.lanes.size(), 4U);
        EXPECT_LE(store.lanes.size(), 10U);
        EXPECT_LE(store.store.opened_on, chain().first_day);
        EXPECT_TRUE(std::ranges::any_of(chain().districts,
                                        [&](const domain::District& one) { return one.id == store.store.district; }));
    }
    EXPECT_EQ(ids.size(), 12U);
    EXPECT_EQ(zones.size(), 3U);
}

TEST(DemoChain, HasThirtyToSixtyThousandNotes) {
    std::size_t notes = 0;
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            notes += lane.notes.size();
        }
    }
    EXPECT_GT(notes, 30'000U);
    EXPECT_LT(notes, 60'000U);
}

TEST(DemoChain, NumbersNotesWithoutGapsInTheOrderOfTheirTaps) {
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            for (std::size_t index = 0; index < lane.notes.size(); ++index) {
                ASSERT_EQ(lane.notes[index].seq, static_cast<std::int64_t>(index) + 1);
                ASSERT_TRUE(index == 0 || lane.notes[index - 1].tapped_at <= lane.notes[index].tapped_at);
            }
        }
    }
}

TEST(DemoChain, GivesEveryNoteAnIdOfItsOwnThatHoldsTheTimeOfTheTap) {
    std::set<Uuid> ids;
    std::size_t made = 0;
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            made += 1 + lane.notes.size() + lane.undos.size();
            ids.insert(lane.outbox_id);
            for (const Note& note : lane.notes) {
                ids.insert(note.note_id);
                ASSERT_EQ(note.note_id.version(), 7);
                ASSERT_EQ(uuid_v7_time(note.note_id), note.tapped_at.time_since_epoch());
                ASSERT_TRUE(is_remark_key(note.remark_key));
                ASSERT_NE(note.reason, undo_code);
                ASSERT_FALSE(note.boot_id);
            }
            for (const Undo& undo : lane.undos) {
                ids.insert(undo.undo_id);
            }
        }
    }
    EXPECT_EQ(ids.size(), made);
}

TEST(DemoChain, TapsOnlyOnOpenDaysOfTheRangeInTradingHours) {
    using std::chrono::hours;
    for (const DemoStore& store : chain().stores) {
        const auto calendar = domain::StoreCalendar::make(store.store).value();
        std::set<Day> open;
        for (const DemoTraffic& traffic : store.traffic) {
            open.insert(traffic.day);
            EXPECT_GT(traffic.transactions, 300);
        }
        EXPECT_EQ(open.size() + store.closed_days.size(), static_cast<std::size_t>(demo_days));
        EXPECT_GE(store.closed_days.size(), 1U);
        EXPECT_EQ(*open.rbegin(), domain::add_days(today, -1));
        EXPECT_EQ(chain().first_day, domain::add_days(today, -demo_days));
        for (const DemoLane& lane : store.lanes) {
            for (const Note& note : lane.notes) {
                ASSERT_TRUE(open.contains(calendar.day_of(note.tapped_at)));
                const auto local = calendar.local_time_of(note.tapped_at);
                ASSERT_TRUE(local >= hours{7} && local < hours{22}) << local.count();
                const auto offset = std::chrono::minutes{note.utc_offset_minutes};
                const Instant shown = note.tapped_at + offset;
                ASSERT_EQ(std::chrono::floor<std::chrono::minutes>(shown - std::chrono::floor<std::chrono::days>(shown)),
                          local);
            }
        }
    }
}

TEST(DemoChain, UndoesAFewNotesWithinTenSeconds) {
    std::size_t undos = 0;
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            std::map<Uuid, Instant> tapped;
            for (const Note& note : lane.notes) {
                tapped.emplace(note.note_id, note.tapped_at);
            }
            for (const Undo& undo : lane.undos) {
                ++undos;
                ASSERT_TRUE(tapped.contains(undo.note_id));
                const auto after = undo.undone_at - tapped.at(undo.note_id);
                ASSERT_TRUE(after > std::chrono::seconds{0} && after <= std::chrono::seconds{10});
            }
        }
    }
    EXPECT_GT(undos, 300U);
    EXPECT_LT(undos, 2'000U);
}

TEST(DemoChain, RepeatsSomeTapsAndHearsTwoReasonsFromSomeCustomers) {
    int repeated = 0;
    int produce_and_meat = 0;
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            std::map<std::string, std::multiset<std::string>> said;
            for (const Note& note : lane.notes) {
                said[note.remark_key].insert(note.reason);
            }
            for (const auto& [key, codes] : said) {
                const std::set<std::string> distinct(codes.begin(), codes.end());
                repeated += codes.size() > distinct.size() ? 1 : 0;
                produce_and_meat += distinct.contains("901") && distinct.contains("902") ? 1 : 0;
            }
        }
    }
    EXPECT_GT(repeated, 2'000);
    EXPECT_GT(produce_and_meat, 400);
}

TEST(DemoChain, HearsTwentyFiveToFortyFiveRemarksInAUsualStoreAndSpreadsEagerness) {
    double sum = 0.0;
    double sum_of_logs = 0.0;
    double sum_of_squares = 0.0;
    for (const DemoStore& store : chain().stores) {
        double transactions = 0.0;
        for (const DemoTraffic& traffic : store.traffic) {
            transactions += static_cast<double>(traffic.transactions) / demo_days;
        }
        const double mean = mean_of(store.store.id, "", demo_days - 1, 0);
        EXPECT_GT(mean, 4.0) << store.store.id;
        sum += mean;
        const double log_rate = std::log(mean / transactions);
        sum_of_logs += log_rate;
        sum_of_squares += log_rate * log_rate;
    }
    EXPECT_GT(sum / 12, 25.0);
    EXPECT_LT(sum / 12, 45.0);
    const double mean_log = sum_of_logs / 12;
    EXPECT_NEAR(std::sqrt((sum_of_squares - 12 * mean_log * mean_log) / 11), 0.5, 0.1);
}

TEST(DemoChain, HearsEveryReasonOfTheCatalogSomeFarMoreThanOthers) {
    std::map<std::string, int> heard;
    for (const auto& [key, count] : counts()) {
        heard[std::get<2>(key)] += count;
    }
    EXPECT_EQ(heard.size(), demo_popularity().size() + 1);
    EXPECT_GT(heard.at("403"), 8 * heard.at("803"));
    EXPECT_FALSE(heard.contains("999"));
}

TEST(DemoChain, TellsTheStoriesPlantedInIt) {
    EXPECT_GT(mean_of("oak-street", "101", 13, 0), 2.0 * mean_of("oak-street", "101", 89, 14)) << "price cut";
    EXPECT_GE(mean_of("harbor-square", "401", 3, 0), 2.0) << "expired dairy";
    EXPECT_LT(mean_of("harbor-square", "401", 89, 4), 1.0) << "expired dairy";
    for (const char* store : {"prairie-view", "willow-creek", "cedar-crossing", "juniper-road"}) {
        EXPECT_EQ(store_of(store).store.district, "south");
        EXPECT_GT(mean_of(store, "103", 3, 0), 2.5 * mean_of(store, "103", 89, 4)) << store;
    }
    double fridays = 0.0;
    double others = 0.0;
    for (const auto& [key, count] : counts()) {
        const auto& [store, day, code] = key;
        if (store == "willow-creek" && code == "604") {
            (domain::weekday_of(day) == std::chrono::Friday ? fridays : others) += count;
        }
    }
    EXPECT_GT(fridays, 2.0 * others / 6) << "long lines on Fridays";
}

TEST(DemoChain, HasALateLaneWhoseLastDaysWaitAndASilentOne) {
    const DemoTrouble late = demo_late_lane();
    const DemoLane& waiting = store_of(std::string{late.store}).lanes.at(static_cast<std::size_t>(late.lane) - 1);
    ASSERT_TRUE(waiting.late_after_seq);
    ASSERT_LT(*waiting.late_after_seq, static_cast<std::int64_t>(waiting.notes.size()));
    const Day held_from = domain::add_days(chain().last_day, -late.days_back);
    const auto calendar = domain::StoreCalendar::make(store_of(std::string{late.store}).store).value();
    for (const Note& note : waiting.notes) {
        EXPECT_EQ(calendar.day_of(note.tapped_at) >= held_from, note.seq > *waiting.late_after_seq);
    }
    EXPECT_LT(waiting.contact_days.back(), held_from);

    const DemoTrouble silent = demo_silent_lane();
    const DemoLane& quiet = store_of(std::string{silent.store}).lanes.at(static_cast<std::size_t>(silent.lane) - 1);
    EXPECT_EQ(quiet.contact_days.back(), domain::add_days(today, -3));
    for (const DemoStore& store : chain().stores) {
        for (const DemoLane& lane : store.lanes) {
            if (&lane != &waiting && &lane != &quiet) {
                EXPECT_EQ(lane.contact_days.size(), store.traffic.size());
                EXPECT_FALSE(lane.late_after_seq);
            }
        }
    }
}

TEST(DemoChain, LeavesALaneForTheLauncherAndAnAccountForEveryRole) {
    for (const DemoLane& lane : store_of(chain().live_lane.store).lanes) {
        EXPECT_NE(lane.number, chain().live_lane.number);
    }
    EXPECT_TRUE(is_lane_number(chain().live_lane.number));
    std::set<domain::Role> roles;
    for (const DemoAccount& account : chain().accounts) {
        roles.insert(account.grant.role);
        EXPECT_TRUE(account.email.ends_with("@demo.tillnote.example"));
    }
    EXPECT_EQ(roles.size(), 4U);
}

}  // namespace
}  // namespace tillnote::app
