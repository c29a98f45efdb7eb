#include "server/app/config.hpp"

#include "server/app/config_text.hpp"
#include "server/app/outgoing.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace tillnote::app {
namespace {

constexpr const char* databases = "[database]\ningest='a'\nweb='b'\ndigest='c'\nmigrate='d'\n";

class ConfigFile : public ::testing::Test {
protected:
    ~ConfigFile() override { unlink(path.c_str()); }

    Result<Config> load(const std::string& text) {
        std::ofstream(path) << text;
        return load_config(path);
    }

    std::string path = ::testing::TempDir() + "tillnote-config-" + std::to_string(getpid()) + ".toml";
};

TEST_F(ConfigFile, DefaultsStandWhereNothingIsSaid) {
    const auto config = load(databases);
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->port, 8480);
    EXPECT_TRUE(config->second_factor_required);
    EXPECT_EQ(config->address, "127.0.0.1");
    EXPECT_EQ(config->writers, 2U);
    EXPECT_EQ(config->database_digest, "c");
}

TEST_F(ConfigFile, EveryKeyIsRead) {
    const auto config =
        load(std::string(databases) +
             "[server]\naddress='::1'\nport=1\nmetrics_port=2\nhosts=['till.example']\n"
             "[limits]\nwriters=3\nreaders=4\nhashers=2\nwaiting_notes_max=500\n[log]\nlevel='debug'\n"
             "[mail]\nsmtp='smtps://m.example:465'\nstarttls='off'\nuser='u'\npassword_file='/p'\nca_file='/c'\n"
             "from='digest@shop.example'\nfolder='/m'\n[tls]\ncertificate='/t.pem'\nkey='/t.key'\n[web]\nbase_url='https://"
             "t.example'\n[sign_in]\nsecond_factor='offered'\nkey_file='/k'\n");
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->hosts, std::vector<std::string>{"till.example"});
    EXPECT_EQ(config->port, 1);
    EXPECT_EQ(config->metrics_port, 2);
    EXPECT_EQ(config->writers, 3U);
    EXPECT_EQ(config->readers, 4U);
    EXPECT_EQ(config->hashers, 2U);
    EXPECT_EQ(config->waiting_notes_max, 500U);
    EXPECT_EQ(config->log_level, "debug");
    EXPECT_EQ(config->mail_smtp, "smtps://m.example:465");
    EXPECT_EQ(config->mail_starttls, "off");
    EXPECT_EQ(config->mail_user, "u");
    EXPECT_EQ(config->mail_password_file, "/p");
    EXPECT_EQ(config->mail_ca_file, "/c");
    EXPECT_EQ(config->mail_from, "digest@shop.example");
    EXPECT_EQ(config->mail_folder, "/m");
    EXPECT_EQ(config->web_base_url, "https://t.example");
    EXPECT_EQ(config->tls_certificate, "/t.pem");
    EXPECT_EQ(config->tls_key, "/t.key");
    EXPECT_FALSE(config->second_factor_required);
    EXPECT_EQ(config->sign_in_key_file, "/k");
}

TEST_F(ConfigFile, TheShippedConfigurationIsRight) {
    const auto config = load_config(std::string(TILLNOTE_SOURCE_DIR) + "/config/server.toml");
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->port, 8480);
}

struct Mistake {
    const char* text;
    const char* key;
};

TEST_F(ConfigFile, AMistakeIsNamedWithItsKey) {
    for (const auto& [text, key] :
         {Mistake{"[server]\nport='8480'\n", "server.port"}, Mistake{"[server]\nport=70000\n", "server.port"},
          Mistake{"[server]\nprot=1\n", "server.prot"}, Mistake{"[server]\nhosts='x'\n", "server.hosts"},
          Mistake{"[limits]\nhashers=9\n", "limits.hashers"}, Mistake{"[log]\nlevel='loud'\n", "log.level"},
          Mistake{"[server]\naddress='0.0.0.0'\n", "server.address"}, Mistake{"loose=1\n", "loose"},
          Mistake{"[mail]\nsmtp='mail.example'\n", "mail.smtp"}, Mistake{"[mail]\nfrom='nobody'\n", "mail.from"},
          Mistake{"[mail]\nuser='u'\n", "mail.password_file"}, Mistake{"[mail]\nstarttls='maybe'\n", "mail.starttls"},
          Mistake{"[mail]\nsmtp='smtp://m'\nuser='u'\npassword_file='p'\nstarttls='off'\n", "mail.starttls"},
          Mistake{"[tls]\ncertificate='c'\n", "tls.key"}, Mistake{"[tls]\nkey='k'\n", "tls.key"},
          Mistake{"[sign_in]\nsecond_factor='maybe'\n", "sign_in.second_factor"},
          Mistake{"[web]\nbase_url='https://t.example/'\n", "web.base_url"}}) {
        // A loose key must come before the first section.
        const auto config = load(std::string(text) + databases);
        ASSERT_FALSE(config) << text;
        EXPECT_EQ(config.error().field, key);
        EXPECT_NE(config.error().detail.find(key), std::string::npos) << config.error().detail;
    }
}

TEST_F(ConfigFile, AnyAddressWillDoWithTlsAndLoopbackOnlyWithoutIt) {
    const std::string tls = "[tls]\ncertificate='c'\nkey='k'\n";
    for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "127.0.0.2"}) {
        const std::string server = std::string("[server]\naddress='") + address + "'\n";
        EXPECT_TRUE(load(databases + server + tls)) << address;
        const auto refused = load(databases + server);
        ASSERT_FALSE(refused) << address;
        EXPECT_EQ(refused.error().field, "server.address");
        EXPECT_NE(refused.error().detail.find("tls.certificate"), std::string::npos) << refused.error().detail;
    }
}

TEST_F(ConfigFile, LinksInMailBeginWithWhatTheListenerSpeaks) {
    Config config;
    EXPECT_EQ(base_url_of(config), "http://127.0.0.1:8480");
    config.tls_certificate = config.tls_key = "file";
    EXPECT_EQ(base_url_of(config), "https://127.0.0.1:8480");
    config.address = "2001:db8::1";
    EXPECT_EQ(base_url_of(config), "https://[2001:db8::1]:8480");
    config.address = "::";
    EXPECT_EQ(base_url_of(config), "https://localhost:8480");
    config.hosts = {"till.example"};
    EXPECT_EQ(base_url_of(config), "https://till.example:8480");
}

TEST_F(ConfigFile, WhatIsPrintedIsReadAgainAndHoldsNoPassword) {
    const auto config = load(
        "[server]\naddress='192.0.2.1'\nhosts=['till.example']\n[tls]\ncertificate='/t.pem'\nkey='/t.key'\n"
        "[database]\ningest=\"host=h password='se\\\\'c ret' "
        "user=u\"\nweb='postgresql://u:secret@h/db?sslmode=verify-full'\n"
        "digest='host=h password = secret dbname=d'\nmigrate='postgresql://h/db?user=u&password=secret'\n"
        "[mail]\nsmtp='smtps://u:secret@m.example:465'\n[sign_in]\nsecond_factor='offered'\nkey_file='/seal.key'\n");
    ASSERT_TRUE(config) << config.error().detail;
    const auto printed = to_toml(*config);
    EXPECT_EQ(printed.find("secret"), std::string::npos) << printed;
    EXPECT_EQ(printed.find("c ret"), std::string::npos) << printed;
    for (const char* kept :
         {"user=u", "sslmode=verify-full", "dbname=d", "till.example", "/t.key", "192.0.2.1", "offered", "/seal.key"}) {
        EXPECT_NE(printed.find(kept), std::string::npos) << kept << printed;
    }
    const auto again = load(printed);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(to_toml(*again), printed);
}

TEST_F(ConfigFile, AMissingDatabaseIsNamed) {
    const auto config = load("[database]\ningest='a'\nweb='b'\ndigest='c'\n");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().field, "database.migrate");
}

TEST_F(ConfigFile, BrokenTomlNamesTheLine) {
    const auto config = load("[server]\nport = \n");
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().detail.find("line 2"), std::string::npos) << config.error().detail;
}

TEST_F(ConfigFile, AMissingFileSaysHowToNameOne) {
    const auto config = load_config("/nowhere/server.toml");
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().detail.find("--config"), std::string::npos);
}

}  // namespace
}  // namespace tillnote::app
