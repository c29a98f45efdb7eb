#include "server/render/words.hpp"

#include <gtest/gtest.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;

TEST(Words, CountInTheRightGrammaticalNumber) {
    EXPECT_EQ(count_words(english, english.day.remarks, 0), "0 remarks");
    EXPECT_EQ(count_words(english, english.day.remarks, 1), "1 remark");
    EXPECT_EQ(count_words(english, english.day.remarks, 2), "2 remarks");
    EXPECT_EQ(count_words(english, english.facts.lanes_of, 1, {"0"}), "0 of 1 lane");
    EXPECT_EQ(count_words(english, english.facts.lanes_of, 8, {"7"}), "7 of 8 lanes");
    EXPECT_EQ(count_words(english, english.facts.notes_missing, 1), "1 note missing");
    EXPECT_EQ(count_words(english, english.day.days_before, 1), "The day before");
}

TEST(Words, SeparateThousands) {
    EXPECT_EQ(number_words(english, 999), "999");
    EXPECT_EQ(number_words(english, 1834), "1,834");
    EXPECT_EQ(number_words(english, 12345678), "12,345,678");
    EXPECT_EQ(number_words(english, -1000), "-1,000");
}

TEST(Words, ShowUsualNumbersToOneDecimalWithoutATrailingZero) {
    EXPECT_EQ(decimal_words(english, 6.0), "6");
    EXPECT_EQ(decimal_words(english, 1.25), "1.3");
    EXPECT_EQ(decimal_words(english, 0.04), "0");
    EXPECT_EQ(decimal_words(english, 1030.5), "1,030.5");
}

TEST(Words, WriteDatesInFullAndInShort) {
    const domain::Day day = 2026y / 11 / 16;
    EXPECT_EQ(date_words(english, english.date_heading, day), "Monday, 16 November 2026");
    EXPECT_EQ(date_words(english, english.date_title, day), "Monday 16 November 2026");
    EXPECT_EQ(date_words(english, english.date_day, day), "Monday 16 November");
    EXPECT_EQ(brief_date_words(english, english.date_short, day), "Mon 16 Nov");
    EXPECT_EQ(brief_date_words(english, english.date_brief, day), "16 Nov");
    EXPECT_EQ(weekday_words(english, 2026y / 11 / 22), "Sunday");
}

TEST(Words, WriteSpanishDatesAndPlurals) {
    const domain::Day day = 2026y / 11 / 21;
    EXPECT_EQ(begin_sentence(date_words(spanish, spanish.date_heading, day)), "Sábado, 21 de noviembre de 2026");
    EXPECT_EQ(brief_date_words(spanish, spanish.date_short, day), "sáb 21 nov");
    EXPECT_EQ(weekdays_words(spanish, day), "sábados");
    EXPECT_EQ(weekdays_words(english, day), "Saturdays");
    EXPECT_EQ(count_words(spanish, spanish.day.remarks, 1), "1 comentario");
    EXPECT_EQ(count_words(spanish, spanish.facts.notes_missing, 1834), "Faltan 1,834 notas");
}

TEST(Words, SayAChanceToOneFigureAndNeverBeyondTenThousand) {
    EXPECT_EQ(chance_words(english, 0.00047), "2,000");
    EXPECT_EQ(chance_words(english, 0.0005), "2,000");
    EXPECT_EQ(chance_words(english, 0.0024), "400");
    EXPECT_EQ(chance_words(english, 0.0093), "100");
    EXPECT_EQ(chance_words(english, 0.04), "30") << "25 is rounded to one figure";
    EXPECT_EQ(chance_words(english, 0.0001), "10,000");
    EXPECT_EQ(chance_words(english, 1e-9), "10,000");
    EXPECT_EQ(chance_words(english, 0), "10,000");
    EXPECT_EQ(chance_words(english, 1), "1");
}

TEST(Words, ChooseTheLanguageByTheWeightsOfTheHeader) {
    EXPECT_EQ(choose_language(""), Language::english);
    EXPECT_EQ(choose_language("es-US,es;q=0.9,en;q=0.8"), Language::spanish);
    EXPECT_EQ(choose_language("en-US,en;q=0.9,es;q=0.8"), Language::english);
    EXPECT_EQ(choose_language("fr, es;q=0.5, en;q=0.4"), Language::spanish);
    EXPECT_EQ(choose_language("fr, en;q=0.5, es;q=0.9"), Language::spanish);
    EXPECT_EQ(choose_language("es;q=0, *"), Language::english);
    EXPECT_EQ(choose_language(",,;q=,est"), Language::english);
}

TEST(Words, ArePutWithinASentence) {
    EXPECT_EQ(inside_sentence("Produce"), "produce");
    EXPECT_EQ(inside_sentence("TV and radio"), "TV and radio");
    EXPECT_EQ(begin_sentence("first edition"), "First edition");
    EXPECT_EQ(label_in(spanish, "Produce", "Verduras"), "Verduras");
    EXPECT_EQ(label_in(spanish, "Produce", ""), "Produce");
}

TEST(Words, WriteClockTimes) {
    EXPECT_EQ(clock_words(0min), "00:00");
    EXPECT_EQ(clock_words(1182min), "19:42");
    EXPECT_EQ(clock_words(1439min), "23:59");
}

TEST(Words, FillOnlyPlaceholdersAndOnlyOnce) {
    EXPECT_EQ(fill("{1}-{0}", {"a", "{0}"}), "{0}-a");
    EXPECT_EQ(fill("{x} {2} {", {"a"}), "{x}  {");
}

}  // namespace
}  // namespace tillnote::render
