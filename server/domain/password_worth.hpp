#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tillnote::domain {

/// How much a guesser has to guess of `password` when he knows what people do, at the cheapest reading of it as
///   a word of the list or of `names`, also spelled with digits or signs for letters ("p4$$w0rd"): 4
///   a straight run of three characters or more along the keyboard, the alphabet or the digits, or of one character: 2
///   one of four or more that goes to and fro ("1q2w3e"): 3
///   a year from 1900 to 2099: 2
///   any other letter: 2;  any other digit or sign: 1;  a space: 0
/// and of what is written again and again once only ("abcabc" is "abc"). In lower case; only the first 64 bytes are looked
/// at. `names` are lower-case words that are known of the account. Pure; any thread. Source: rules of our own
/// (docs/decisions/0033).
[[nodiscard]] int password_worth(std::string_view password, std::span<const std::string> names);

/// Below this a password is guessed too soon: two common words with a year and a sign are worth 11.
inline constexpr int password_worth_min = 12;

}  // namespace tillnote::domain
