#include "server/app/config.hpp"

#include "server/app/config_secrets.hpp"
#include "server/app/config_text.hpp"
#include "server/app/outgoing.hpp"
#include "tests/support/secret_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace tillnote::app {
namespace {

constexpr const char* databases = "[database]\ningest='a'\nweb='b'\ndigest='c'\nmigrate='d'\n";

class ConfigFile : public ::testing::Test {
protected:
    ~ConfigFile() override { unlink(path.c_str()); }

    Result<Config> load(const std::string& text) { return load_config(test::write_secret(path, text)); }

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
             "[limits]\nwriters=3\nreaders=4\nhashers=2\nwaiting_notes_max=500\nconnections_max=600\n"
             "connections_per_address_max=70\nnew_connections_per_second=7\nlane_requests_per_second=8\naccount_requests_"
             "per_second=9\n"
             "stranger_requests_per_second=10\n[proxy]\naddresses=['10.0.0.5','fd00::/64']\n"
             "[sso]\nemail_header='X-Forwarded-Email'\nsecret_file='/s'\nonly=true\nsign_out_url='/oauth2/"
             "sign_out'\n[log]\nlevel='debug'\n"
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
    EXPECT_EQ(config->connections_max, 600U);
    EXPECT_EQ(config->connections_per_address_max, 70U);
    EXPECT_EQ(config->new_connections_per_second, 7);
    EXPECT_EQ(config->lane_requests_per_second, 8);
    EXPECT_EQ(config->account_requests_per_second, 9);
    EXPECT_EQ(config->stranger_requests_per_second, 10);
    EXPECT_EQ(config->proxy_addresses, (std::vector<std::string>{"10.0.0.5", "fd00::/64"}));
    EXPECT_EQ(config->sso_email_header, "X-Forwarded-Email");
    EXPECT_EQ(config->sso_secret_file, "/s");
    EXPECT_TRUE(config->sso_only);
    EXPECT_EQ(config->sso_sign_out_url, "/oauth2/sign_out");
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
         {Mistake{"[server]\nport='8480'\n", "server.port"},
          Mistake{"[server]\nport=70000\n", "server.port"},
          Mistake{"[server]\nprot=1\n", "server.prot"},
          Mistake{"[server]\nhosts='x'\n", "server.hosts"},
          Mistake{"[limits]\nhashers=9\n", "limits.hashers"},
          Mistake{"[limits]\nlane_requests_per_second=0\n", "limits.lane_requests_per_second"},
          Mistake{"[log]\nlevel='loud'\n", "log.level"},
          Mistake{"[server]\naddress='0.0.0.0'\n", "server.address"},
          Mistake{"loose=1\n", "loose"},
          Mistake{"[mail]\nsmtp='mail.example'\n", "mail.smtp"},
          Mistake{"[mail]\nfrom='nobody'\n", "mail.from"},
          Mistake{"[mail]\nuser='u'\n", "mail.password_file"},
          Mistake{"[mail]\nstarttls='maybe'\n", "mail.starttls"},
          Mistake{"[mail]\nsmtp='smtp://m'\nuser='u'\npassword_file='p'\nstarttls='off'\n", "mail.starttls"},
          Mistake{"[proxy]\naddresses='10.0.0.5'\n", "proxy.addresses"},
          Mistake{"[proxy]\naddresses=['proxy.example']\n", "proxy.addresses"},
          Mistake{"[proxy]\naddresses=['10.0.0.5/8']\n", "proxy.addresses"},
          Mistake{"[tls]\ncertificate='c'\n", "tls.key"},
          Mistake{"[tls]\nkey='k'\n", "tls.key"},
          Mistake{"[sign_in]\nsecond_factor='maybe'\n", "sign_in.second_factor"},
          Mistake{"[web]\nbase_url='https://t.example/'\n", "web.base_url"}}) {
        // A loose key must come before the first section.
        const auto config = load(std::string(text) + databases);
        ASSERT_FALSE(config) << text;
        EXPECT_EQ(config.error().field, key);
        EXPECT_NE(config.error().detail.find(key), std::string::npos) << config.error().detail;
    }
}

TEST_F(ConfigFile, SingleSignOnIsWholeOrNotAtAll) {
    const std::string proxy = "[proxy]\naddresses=['10.0.0.5']\n";
    const std::string header = "email_header='X-Forwarded-Email'\n";
    const std::string file = "secret_file='/s'\n";
    EXPECT_TRUE(load(databases + proxy + "[sso]\n" + header + file));
    EXPECT_TRUE(load(databases + proxy + "[sso]\n" + header + file + "sign_out_url='https://sign-in.example/out'\n"));
    for (const auto& [text, key] : {
             Mistake{"[sso]\nonly=true\n", "sso.email_header"},
             Mistake{"[sso]\nsecret_file='/s'\n", "sso.email_header"},
             Mistake{"[proxy]\naddresses=['10.0.0.5']\n[sso]\nemail_header='X-Mail'\n", "sso.secret_file"},
             Mistake{"[sso]\nemail_header='X-Mail'\nsecret_file='/s'\n", "proxy.addresses"},
             Mistake{"[sso]\nemail_header='Cookie'\nsecret_file='/s'\n", "sso.email_header"},
             Mistake{"[sso]\nemail_header='X-Mail: x'\nsecret_file='/s'\n", "sso.email_header"},
             Mistake{"[sso]\nemail_header='X_Mail'\nsecret_file='/s'\n", "sso.email_header"},
             Mistake{"[sso]\nonly='true'\n", "sso.only"},
             Mistake{"[proxy]\naddresses=['10.0.0.5']\n[sso]\nemail_header='X-Mail'\nsecret_file='/s'\nsign_out_url='//x'\n",
                     "sso.sign_out_url"},
             Mistake{"[proxy]\naddresses=['10.0.0.5']\n[sso]\nemail_header='X-Mail'\nsecret_file='/s'\n"
                     "sign_out_url='javascript:1'\n",
                     "sso.sign_out_url"},
         }) {
        const auto config = load(databases + std::string(text));
        ASSERT_FALSE(config) << text;
        EXPECT_EQ(config.error().field, key) << text;
    }
}

TEST_F(ConfigFile, AnyAddressWillDoWithTlsOrAProxyAndLoopbackOnlyWithoutThem) {
    const std::string tls = "[tls]\ncertificate='c'\nkey='k'\n";
    const std::string proxy = "[proxy]\naddresses=['10.0.0.5']\n";
    for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "127.0.0.2"}) {
        const std::string server = std::string("[server]\naddress='") + address + "'\n";
        EXPECT_TRUE(load(databases + server + tls)) << address;
        EXPECT_TRUE(load(databases + server + proxy)) << address;
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
        "user=u\"\nweb='postgresql://u:hidden1@h/db?sslmode=verify-full'\n"
        "digest='host=h password = hidden1 dbname=d'\nmigrate='postgresql://h/db?user=u&password=hidden1'\n"
        "[mail]\nsmtp='smtps://u:hidden1@m.example:465'\n[sign_in]\nsecond_factor='offered'\nkey_file='/seal.key'\n");
    ASSERT_TRUE(config) << config.error().detail;
    const auto printed = to_toml(*config);
    EXPECT_EQ(printed.find("hidden1"), std::string::npos) << printed;
    EXPECT_EQ(printed.find("c ret"), std::string::npos) << printed;
    for (const char* kept :
         {"user=u", "sslmode=verify-full", "dbname=d", "till.example", "/t.key", "192.0.2.1", "offered", "/seal.key"}) {
        EXPECT_NE(printed.find(kept), std::string::npos) << kept << printed;
    }
    const auto again = load(printed);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(to_toml(*again), printed);
}

TEST_F(ConfigFile, ThatHoldsAPasswordMayNotBeOpenToOthers) {
    using std::filesystem::perms;
    for (const std::string text : {"[database]\ningest='a'\nweb='b'\ndigest='c'\nmigrate='user=u password=secret'\n",
                                   "[database]\ningest='a'\nweb='postgresql://u:secret@h/d'\ndigest='c'\nmigrate='d'\n"}) {
        ASSERT_TRUE(load(text));
        std::filesystem::permissions(path, perms::others_read, std::filesystem::perm_options::add);
        const auto refused = load_config(path);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().detail.find("chmod 640 " + path), std::string::npos) << refused.error().detail;
        EXPECT_EQ(refused.error().detail.find("secret"), std::string::npos) << refused.error().detail;
    }
    ASSERT_TRUE(load(databases));
    std::filesystem::permissions(path, perms::others_read, std::filesystem::perm_options::add);
    EXPECT_TRUE(load_config(path)) << "no password, no secret";
}

TEST_F(ConfigFile, EverySecretOfTheServiceIsTriedBeforeItStarts) {
    const test::TemporaryFolder folder;
    const auto secret = test::write_secret(folder.path() / "secret", "open sesame\n");
    Config config;
    config.database_ingest = config.database_web = config.database_digest = "user=u password_file=" + secret;
    config.database_retention = config.database_web;
    config.database_migrate = "user=m password_file=/nowhere/of-the-operator-only";
    config.mail_password_file = config.sign_in_key_file = config.sso_secret_file = secret;
    EXPECT_TRUE(check_secrets(config));
    const auto refused = [](const Config& broken, const std::string& key) {
        const auto checked = check_secrets(broken);
        ASSERT_FALSE(checked) << key;
        EXPECT_EQ(checked.error().field, key);
        EXPECT_NE(checked.error().detail.find(key), std::string::npos) << checked.error().detail;
        EXPECT_NE(checked.error().detail.find("/nowhere"), std::string::npos) << checked.error().detail;
    };
    for (const auto& [key, setting] :
         std::vector<std::pair<std::string, std::string Config::*>>{{"database.ingest", &Config::database_ingest},
                                                                    {"database.web", &Config::database_web},
                                                                    {"database.digest", &Config::database_digest},
                                                                    {"database.retention", &Config::database_retention},
                                                                    {"mail.password_file", &Config::mail_password_file},
                                                                    {"sign_in.key_file", &Config::sign_in_key_file},
                                                                    {"sso.secret_file", &Config::sso_secret_file}}) {
        Config broken = config;
        broken.*setting = (key.starts_with("database") ? "password_file=" : "") + std::string("/nowhere/secret");
        refused(broken, key);
    }
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
