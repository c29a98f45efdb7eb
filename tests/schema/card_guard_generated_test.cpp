#include "schema/card_guard.hpp"

#include "schema/digits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// How often numbers that are no cards are refused, by kind and by form. The seed is fixed: the same texts in each run.
namespace tillnote {
namespace {

constexpr int texts_of_a_form = 10'000;
constexpr int one_refusal_in = 10'000;

class Generator {
public:
    /// 0..bound-1.
    unsigned below(unsigned bound) { return static_cast<unsigned>(engine_() % bound); }

    unsigned between(unsigned first, unsigned last) { return first + below(last - first + 1); }

    std::string digits(std::size_t count) {
        std::string text;
        for (std::size_t place = 0; place < count; ++place) {
            text += static_cast<char>('0' + below(10));
        }
        return text;
    }

    /// Writes a pattern: N is a digit from 2 to 9, P from 1 to 9, D any digit; Y, M, T, h, m and s a year (2000 to 2049),
    /// month, day, hour, minute and second of two digits each but the year. Everything else is as it stands.
    std::string write(std::string_view pattern) {
        std::string text;
        for (const char letter : pattern) {
            switch (letter) {
                case 'N':
                    text += std::to_string(between(2, 9));
                    break;
                case 'P':
                    text += std::to_string(between(1, 9));
                    break;
                case 'D':
                    text += std::to_string(below(10));
                    break;
                case 'Y':
                    text += std::to_string(between(2000, 2049));
                    break;
                case 'M':
                    text += two_digits(between(1, 12));
                    break;
                case 'T':
                    text += two_digits(between(1, 31));
                    break;
                case 'h':
                    text += two_digits(below(24));
                    break;
                case 'm':
                case 's':
                    text += two_digits(below(60));
                    break;
                default:
                    text += letter;
                    break;
            }
        }
        return text;
    }

private:
    static std::string two_digits(unsigned value) {
        return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
    }

    std::mt19937_64 engine_{20261122};  // NOLINT(*-msc51-cpp): the same in each run, on purpose
};

using Form = std::function<std::string(Generator&)>;

/// Refusals among the texts of a form.
int count_refused(const Form& form) {
    Generator generator;
    int refused = 0;
    for (int text = 0; text < texts_of_a_form; ++text) {
        refused += holds_card_number(form(generator)) ? 1 : 0;
    }
    return refused;
}

void expect_rarely_refused(std::string_view name, const Form& form) {
    Generator sample;
    EXPECT_LE(count_refused(form) * one_refusal_in, texts_of_a_form) << name << ", for example " << form(sample);
}

void expect_patterns_rarely_refused(const std::vector<std::string_view>& patterns) {
    for (const std::string_view pattern : patterns) {
        expect_rarely_refused(pattern, [pattern](Generator& generator) { return generator.write(pattern); });
    }
}

/// Two of a form in a row.
void expect_pairs_rarely_refused(const std::vector<std::string_view>& patterns) {
    for (const std::string_view pattern : patterns) {
        expect_rarely_refused(pattern, [pattern](Generator& generator) {
            constexpr std::array<std::string_view, 4> between{" ", ", ", " - ", " or "};
            return generator.write(pattern) + std::string(between.at(generator.below(4))) + generator.write(pattern);
        });
    }
}

std::string with_check_digit(const std::string& digits) {
    std::vector<std::uint8_t> values;
    for (const char digit : digits) {
        values.push_back(static_cast<std::uint8_t>(digit - '0'));
    }
    values.push_back(0);
    while (!passes_barcode_check(values)) {
        ++values.back();
    }
    return digits + static_cast<char>('0' + values.back());
}

/// `digits` in groups of these sizes.
std::string grouped(std::string_view digits, const std::vector<std::size_t>& sizes, std::string_view separator) {
    std::string text;
    std::size_t begin = 0;
    for (const std::size_t size : sizes) {
        text += text.empty() ? "" : separator;
        text += digits.substr(begin, size);
        begin += size;
    }
    return text;
}

struct BarcodeForm {
    std::string_view name;
    std::size_t digits;
    std::vector<std::vector<std::size_t>> groups;
};

TEST(CardGuardGenerated, BarcodesPass) {
    const std::array forms{BarcodeForm{"EAN-8", 8, {{8}, {4, 4}}}, BarcodeForm{"UPC-A", 12, {{12}, {1, 5, 5, 1}}},
                           BarcodeForm{"EAN-13", 13, {{13}, {1, 6, 6}, {3, 1, 4, 4, 1}, {3, 4, 5, 1}}}};
    for (const auto& form : forms) {
        for (const auto& sizes : form.groups) {
            expect_rarely_refused(form.name, [&](Generator& generator) {
                const std::string_view separator = generator.below(2) == 0 ? " " : "-";
                return grouped(with_check_digit(generator.digits(form.digits - 1)), sizes, separator);
            });
        }
    }
}

/// The first digit of a GTIN-14 is the size of the package; from 3 on it may look like a Diners Club card, from 5 like a
/// Maestro.
TEST(CardGuardGenerated, BarcodesOfEverySizeOfPackagePass) {
    for (char size = '1'; size <= '9'; ++size) {
        for (const std::vector<std::size_t>& sizes : {std::vector<std::size_t>{14}, {1, 2, 5, 5, 1}}) {
            expect_rarely_refused("GTIN-14", [&](Generator& generator) {
                return grouped(with_check_digit(size + generator.digits(12)), sizes, " ");
            });
        }
    }
}

TEST(CardGuardGenerated, PhoneNumbersOfNorthAmericaPass) {
    const std::vector<std::string_view> forms{
        "NDDNDDDDDD",   "NDD-NDD-DDDD",    "(NDD) NDD-DDDD",    "(NDD)NDD-DDDD",   "NDD.NDD.DDDD",     "NDD NDD DDDD",
        "NDD/NDD-DDDD", "1NDDNDDDDDD",     "1-NDD-NDD-DDDD",    "1 NDD NDD DDDD",  "1 (NDD) NDD-DDDD", "1.NDD.NDD.DDDD",
        "+1NDDNDDDDDD", "+1 NDD NDD DDDD", "+1 (NDD) NDD-DDDD", "+1-NDD-NDD-DDDD", "001 NDD NDD DDDD"};
    expect_patterns_rarely_refused(forms);
    expect_pairs_rarely_refused(forms);
}

/// A country's code and how many digits follow it, without the 0 that is dialled inside the country.
struct Country {
    std::string_view code;
    std::size_t digits_min;
    std::size_t digits_max;
};

constexpr std::array countries{
    Country{"7", 10, 10},  Country{"20", 9, 10},  Country{"27", 9, 9},   Country{"30", 10, 10}, Country{"31", 9, 9},
    Country{"32", 8, 9},   Country{"33", 9, 9},   Country{"34", 9, 9},   Country{"36", 8, 9},   Country{"39", 9, 11},
    Country{"40", 9, 9},   Country{"41", 9, 9},   Country{"43", 7, 11},  Country{"44", 9, 10},  Country{"45", 8, 8},
    Country{"46", 7, 9},   Country{"47", 8, 8},   Country{"48", 9, 9},   Country{"49", 7, 11},  Country{"51", 8, 9},
    Country{"52", 10, 11}, Country{"54", 10, 11}, Country{"55", 10, 11}, Country{"56", 9, 9},   Country{"57", 10, 10},
    Country{"58", 10, 10}, Country{"60", 8, 10},  Country{"61", 9, 9},   Country{"62", 8, 12},  Country{"63", 8, 10},
    Country{"64", 8, 10},  Country{"65", 8, 8},   Country{"66", 8, 9},   Country{"81", 9, 10},  Country{"82", 8, 10},
    Country{"84", 9, 10},  Country{"86", 10, 11}, Country{"90", 10, 10}, Country{"91", 10, 10}, Country{"92", 9, 10},
    Country{"98", 10, 10}, Country{"212", 9, 9},  Country{"234", 8, 10}, Country{"254", 9, 9},  Country{"351", 9, 9},
    Country{"352", 6, 9},  Country{"353", 8, 9},  Country{"358", 6, 10}, Country{"359", 8, 9},  Country{"370", 8, 8},
    Country{"380", 9, 9},  Country{"381", 8, 9},  Country{"385", 8, 9},  Country{"420", 9, 9},  Country{"421", 9, 9},
    Country{"423", 7, 7},  Country{"502", 8, 8},  Country{"503", 8, 8},  Country{"504", 8, 8},  Country{"505", 8, 8},
    Country{"506", 8, 8},  Country{"507", 7, 8},  Country{"593", 8, 9},  Country{"595", 9, 9},  Country{"598", 8, 8},
    Country{"852", 8, 8},  Country{"880", 8, 10}, Country{"886", 8, 9},  Country{"966", 8, 9},  Country{"971", 8, 9},
    Country{"972", 8, 9},
};

struct PhoneNumber {
    std::string code;
    std::string rest;
};

PhoneNumber draw_phone_number(Generator& generator, const Country& country) {
    const auto length =
        country.digits_min + generator.below(static_cast<unsigned>(country.digits_max - country.digits_min + 1));
    return {std::string(country.code), generator.write("P") + generator.digits(length - 1)};
}

/// In groups of `size` from the end, as people write numbers of any length; the first group is what is left.
std::string from_the_end(std::string_view digits, std::size_t size, std::string_view separator) {
    std::string text;
    for (std::size_t place = 0; place < digits.size(); ++place) {
        const bool begins = place > 0 && (digits.size() - place) % size == 0;
        text += begins ? separator : "";
        text += digits[place];
    }
    return text;
}

/// Area code of two to four digits, and the rest in one group.
std::string with_area_code(Generator& generator, const std::string& rest, std::string_view separator) {
    const std::size_t size = generator.between(2, 4);
    return rest.substr(0, size) + std::string(separator) + rest.substr(size);
}

/// A phone number in one of the forms that people write.
std::string write_phone_number(Generator& generator, const PhoneNumber& phone) {
    const auto& [code, rest] = phone;
    const auto area = [&](std::string_view separator) { return with_area_code(generator, rest, separator); };
    switch (generator.below(21)) {
        case 0:
            return "+" + code + rest;
        case 1:
            return code + rest;
        case 2:
            return "call " + code + rest + " today";
        case 3:
            return "00" + code + rest;
        case 4:
            return "011" + code + rest;
        case 5:
            return "00 " + code + " " + rest;
        case 6:
            return "011 " + code + " " + rest;
        case 7:
            return "+" + code + " " + area(" ");
        case 8:
            return code + " " + area(" ");
        case 9:
            return "+" + code + "-" + area("-");
        case 10:
            return "+" + code + " (0) " + area(" ");
        case 11:
            return code + " (0)" + area("/");
        case 12:
            return "+" + code + " " + from_the_end(rest, 2, " ");
        case 13:
            return "+" + code + " " + from_the_end(rest, 3, " ");
        case 14:
            return code + " " + from_the_end(rest, 4, " ");
        case 15:
            return "00" + code + " " + from_the_end(rest, 2, " ");
        case 16:
            return "0" + rest;
        case 17:
            return "0" + area(" ");
        case 18:
            return "0" + area("/");
        case 19:
            return "(0" + area(") ");
        default:
            return from_the_end("0" + rest, 2, " ");
    }
}

/// Each country by itself: a mean would hide the few whose numbers are long.
TEST(CardGuardGenerated, PhoneNumbersOfOtherCountriesPass) {
    for (const Country& country : countries) {
        expect_rarely_refused(country.code, [&](Generator& generator) {
            return write_phone_number(generator, draw_phone_number(generator, country));
        });
    }
}

TEST(CardGuardGenerated, DatesAndTimesPass) {
    const std::vector<std::string_view> forms{"Y-M-T",
                                              "M/T/Y",
                                              "T.M.Y",
                                              "T/M/Y",
                                              "T-M-Y",
                                              "Y/M/T",
                                              "Y.M.T",
                                              "YMT",
                                              "Y-M-T h:m",
                                              "Y-M-T h:m:s",
                                              "Y-M-TTh:m:sZ",
                                              "M/T/Y h:m",
                                              "M/T/Y h:m:s",
                                              "T.M.Y h:m",
                                              "T.M.Y, h:m:s",
                                              "h:m T.M.Y",
                                              "h:m:s M/T/Y",
                                              "YMT hms",
                                              "YMThms",
                                              "YMT-hms",
                                              "Y-M-T_h-m-s",
                                              "Y-M-T h:m:s.DDD",
                                              "Y-M-T h:m:s+00:00",
                                              "h:m-h:m",
                                              "h:m:s",
                                              "Y-M-T hms",
                                              "hms"};
    expect_patterns_rarely_refused(forms);
    expect_pairs_rarely_refused(forms);
}

TEST(CardGuardGenerated, ReceiptNumbersPass) {
    expect_patterns_rarely_refused({
        "DDDD",
        "DDDDDD",
        "DDDDDDDD",
        "DDDDDDDDDD",
        "DDDDDDDDDDDD",  // bare, 12 digits at most
        "#DDDD-DDD-DDDD",
        "DDDD-DDDD-DDDD",
        "DDDD DDDD DDDD",
        "DDD-DDD-DDDDDD",
        "#DDDDDDDDDDDD",
        "R-Y-DDDDDD",
        "INV-Y-DDDDDD",
        "Y-DDDDDDD",
        "Y/DDDDDD",  // number of the year
        "YMT-DDDD-DD-DDDD",
        "YMT-DDDD-DD-DDDDDD",
        "YMT DDDD DD DDDD",
        "YMT/DDDD/DD/DDDD",  // date, store, lane, number
        "Y-M-T-DDDD-DD-DDDD",
        "Y-M-T-DDDD-DD-DDDDDD",
        "Y-M-T DDDD-DD-DDDD",
        "M/T/Y DDDD DD DDDD",
        "M-T-Y-DDDD-DD-DDDD",
        "T.M.Y DDDD DD DDDD",
        "T.M.Y h:m DDDD DD DDDD",
        "DDDD DD DDDD M/T/Y h:m",
        "ST# DDDD OP# DDDDDD TE# DD TR# DDDDD",
        "store DDDD lane DD receipt DDDDDD",
        "TC# DDDD DDDD DDDD",
    });
}

}  // namespace
}  // namespace tillnote
