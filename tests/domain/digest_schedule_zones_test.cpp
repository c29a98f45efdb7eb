#include "server/domain/digest_schedule.hpp"

#include "tests/domain/every_zone.hpp"

/// A schedule that looks every few seconds, run by a simulated clock through every IANA zone and every transition of three
/// years.
namespace tillnote::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr seconds late_max{60};

seconds local_seconds_of(const date::time_zone& zone, Instant at) {
    const auto whole = std::chrono::floor<seconds>(at);
    return whole.time_since_epoch() + zone.get_info(whole).offset;
}

/// What the program does, and what came of it: the simulated clock at which a day's digest was made.
class SimulatedSchedule {
public:
    SimulatedSchedule(const date::time_zone& zone, int cutoff_minutes, minutes time_of_day, Instant begins_at)
        : zone_(zone),
          time_of_day_(time_of_day),
          store_(testing::store_in(zone.name(), cutoff_minutes)),
          calendar_(StoreCalendar::make(store_).value()),
          last_decided_(last_due_day(calendar_, time_of_day_, begins_at)) {}

    void pass(Instant now) {
        const DueDigests found = find_due_digests(store_, calendar_, time_of_day_, last_decided_, now);
        ASSERT_TRUE(found.missed.empty()) << zone_.name();
        const Day next = add_days(last_decided_, 1);
        if (shows_its_time(next, now)) {
            ASSERT_FALSE(found.due.empty()) << zone_.name() << ": the clock shows the time, and it is not the first";
        }
        for (const Day day : found.due) {
            ASSERT_NO_FATAL_FAILURE(expect_on_time(day, now));
            last_decided_ = day;
            ++made_;
        }
    }

    [[nodiscard]] Instant next_due() const { return digest_due_at(calendar_, add_days(last_decided_, 1), time_of_day_); }
    [[nodiscard]] int made() const { return made_; }

private:
    /// Whether the day has ended and the clock has reached its digest's time on the date of the end.
    bool shows_its_time(Day day, Instant now) const {
        const Instant end = calendar_.bounds_of(day).ends_at;
        const auto wanted = sys_days{calendar_.date_of(end)}.time_since_epoch() + time_of_day_;
        return now >= end && local_seconds_of(zone_, now) >= wanted;
    }

    /// Said by what the zone's clock shows at instants, not by the way from local times that the program takes.
    void expect_on_time(Day day, Instant now) const {
        const std::string context = zone_.name() + " " + std::to_string(sys_days{day}.time_since_epoch().count());
        const Instant end = calendar_.bounds_of(day).ends_at;
        ASSERT_GE(now, end) << context;
        const seconds shown = local_seconds_of(zone_, now);
        const seconds wanted = sys_days{calendar_.date_of(end)}.time_since_epoch() + time_of_day_;
        if (end > now - late_max) {
            return;  // the day had only just ended
        }
        ASSERT_GE(shown, wanted) << context;
        ASSERT_LT(local_seconds_of(zone_, now - late_max), wanted) << context << ": a minute before it was not yet time";
    }

    const date::time_zone& zone_;
    const minutes time_of_day_;
    const Store store_;
    const StoreCalendar calendar_;
    Day last_decided_;
    int made_ = 0;
};

/// Half hours far from the digest's time, and every few seconds close to it: an earlier or later digest would be seen.
void run_around(SimulatedSchedule& schedule, sys_seconds from, sys_seconds to) {
    Instant now = from;
    while (now < to && !::testing::Test::HasFatalFailure()) {
        schedule.pass(now);
        const Instant due = schedule.next_due();
        const bool close = due - now < minutes{31} && now - due < minutes{31};
        now += close ? std::chrono::milliseconds{schedule_pass_interval} : std::chrono::milliseconds{minutes{30}};
    }
}

/// How many digests were made around the moments, each on time.
void run_around_all(const date::time_zone& zone, int cutoff_minutes, minutes time_of_day,
                    const std::vector<sys_seconds>& moments, int& digests) {
    for (const sys_seconds at : moments) {
        SimulatedSchedule schedule(zone, cutoff_minutes, time_of_day, at - hours{30});
        run_around(schedule, at - hours{30}, at + hours{54});
        ASSERT_FALSE(::testing::Test::HasFatalFailure());
        ASSERT_GE(schedule.made(), 2) << zone.name();
        digests += schedule.made();
    }
}

TEST(DigestScheduleInEveryZone, AttemptsWithinAMinuteOfTheLocalTimeAroundEveryTransitionOfThreeYears) {
    int digests = 0;
    testing::in_every_zone([&](const date::time_zone& zone) {
        std::vector<sys_seconds> around = testing::transitions(zone, testing::three_years_from, testing::three_years_to);
        around.insert(around.begin(), testing::three_years_from);  // an ordinary stretch of days
        run_around_all(zone, 240, digest_time_default, around, digests);
    });
    EXPECT_GT(digests, 6000);
}

/// 01:30 comes twice on one night of the year in many zones, 02:30 not at all on another: then it is the first that counts,
/// or the moment after the gap.
TEST(DigestScheduleInEveryZone, AttemptsWithinAMinuteOfATimeThatComesTwiceOrNotAtAll) {
    int digests = 0;
    testing::in_every_zone([&](const date::time_zone& zone) {
        const auto around = testing::transitions(zone, testing::three_years_from, testing::three_years_to);
        for (const minutes time_of_day : {minutes{90}, minutes{150}}) {
            run_around_all(zone, 0, time_of_day, around, digests);
            ASSERT_FALSE(HasFatalFailure());
        }
    });
    EXPECT_GT(digests, 6000);
}

TEST(DigestScheduleInEveryZone, IsDueOncePerDayInTheOrderOfTheDays) {
    testing::in_every_zone([](const date::time_zone& zone) {
        for (const int cutoff_minutes : {0, 240, 360, 1380}) {
            const StoreCalendar calendar = StoreCalendar::make(testing::store_in(zone.name(), cutoff_minutes)).value();
            Instant before{};
            for (sys_seconds at = testing::three_years_from; at < testing::three_years_to; at += days{1}) {
                const Day day{std::chrono::floor<days>(at)};
                const Instant due = digest_due_at(calendar, day, digest_time_default);
                ASSERT_GT(due, before) << zone.name();
                ASSERT_GE(due, calendar.bounds_of(day).ends_at) << zone.name();
                before = due;
            }
        }
    });
}

}  // namespace
}  // namespace tillnote::domain
