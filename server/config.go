package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/lib/pq"

	"minyi/db/local"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/httpapi"
	"minyi/graph/words"
	"minyi/server/deliver"
	"minyi/server/logging"
	"minyi/server/middleware"
	"minyi/server/signin"
)

// config holds the settings from the environment. An empty value counts as unset. The tags are the only place for names, defaults
// and meanings, and the help is made from them. If a default depends on other settings, the tag "usual" describes the default.
type config struct {
	DatabaseURL    string             `env:"DATABASE_URL" usual:"a private PostgreSQL" help:"the PostgreSQL server to use, such as postgres://user:password@host/name"`
	Addr           string             `env:"ADDR" envDefault:"localhost:8080" help:"where to listen for HTTP; :8080 is every address of this machine"`
	PrivateAddr    string             `env:"PRIVATE_ADDR" usual:"nowhere" help:"where to listen for those who run the server, with /metrics for Prometheus and /debug/pprof/, such as localhost:9090; the public must not reach it"`
	Data           string             `env:"MINYI_DATA" help:"the folder of the private PostgreSQL, its data and the secret"`
	PGBin          string             `env:"PG_BIN" usual:"looked for" help:"the folder of the private PostgreSQL's programs initdb and postgres"`
	Secret         string             `env:"SECRET" usual:"made once and kept in MINYI_DATA" help:"at least 32 bytes that key the hashes by which people are known; needed with DATABASE_URL, unless there is SECRET_FILE, and never to be changed"`
	SecretFile     string             `env:"SECRET_FILE" usual:"SECRET" help:"the file with the secret, in place of SECRET, such as /run/secrets/minyi"`
	SealKeys       pg.SealKeys        `env:"SEAL_KEYS" usual:"one that follows from SECRET" help:"the keys that encrypt who applies for information, what they write, and the addresses of channels, such as 2026=<64 hexadecimal digits>, separated by commas; the first one encrypts, and the server encrypts again what older ones did"`
	DevTokens      *bool              `env:"DEV_TOKENS" usual:"true, false with DATABASE_URL" help:"accept the tokens that the token command makes: whoever has the secret can be anybody"`
	OIDC           string             `env:"OIDC_CONFIG" usual:"no provider" help:"the OpenID Connect providers whose tokens are accepted: a JSON list, or the path of a file with one"`
	Locales        []string           `env:"LOCALES" envDefault:"zh,en" help:"the languages of the public texts, BCP 47 tags separated by commas; the first one is the default"`
	Timezone       string             `env:"TIMEZONE" envDefault:"Asia/Shanghai" help:"the time zone of the installation, in which a text comes into force; a consultation has that of its profile"`
	ChallengeCost  int                `env:"CHALLENGE_COST" envDefault:"5000" help:"the work for a browser key: iterations of PBKDF2 for each of some 256 tries; 0 gives out no browser keys"`
	Example        *bool              `env:"EXAMPLE" usual:"true, false with DATABASE_URL" help:"fill a database that has no department with a small example city"`
	RequestTimeout time.Duration      `env:"REQUEST_TIMEOUT" envDefault:"10s" help:"how long one operation, or one page of an export, may take"`
	MaxBody        int64              `env:"MAX_BODY" envDefault:"4194304" help:"the largest request in bytes; the longest draft needs 4 MiB"`
	MaxAnswer      int                `env:"MAX_ANSWER" envDefault:"16777216" help:"the largest answer in bytes, and one text more"`
	AnswerMemory   int                `env:"ANSWER_MEMORY" envDefault:"268435456" help:"the bytes that all requests and the answers to them may take together while these are built and sent; more are refused"`
	DBConns        int                `env:"DB_CONNS" envDefault:"20" help:"how many connections to PostgreSQL to use at most, a sixth of them for searches"`
	MaxOperations  int                `env:"MAX_OPERATIONS" envDefault:"256" help:"how many operations may run at once; more are refused at once"`
	ClientOps      int                `env:"MAX_CLIENT_OPERATIONS" usual:"an eighth of MAX_OPERATIONS, 8 at least" help:"how many of these each address may run at once; its others wait for their turn"`
	MaxCost        int                `env:"MAX_COST" envDefault:"100000" help:"the most that one operation may cost, about the objects that its answer may hold"`
	RateLimit      int                `env:"RATE_LIMIT" envDefault:"0" help:"the cost units that each account or address may spend a minute; 0 is no limit"`
	RateBurst      int                `env:"RATE_BURST" usual:"RATE_LIMIT, enough for any request at least" help:"the cost units that may be saved up to be spent at once"`
	TrustedProxies middleware.Proxies `env:"TRUSTED_PROXIES" usual:"none" help:"the networks of the proxies in front, such as 10.0.0.0/8, whose X-Forwarded-For is believed, separated by commas"`
	TLSCert        string             `env:"TLS_CERT" usual:"plain HTTP" help:"the file of the certificate and its chain, PEM, to serve HTTPS"`
	TLSKey         string             `env:"TLS_KEY" usual:"plain HTTP" help:"the file of the certificate's key, PEM"`
	Executor       string             `env:"EXECUTOR" envDefault:"levels" help:"what runs queries: levels reads each level of an answer at once; gqlgen is slower, for when levels is in doubt"`
	Documents      string             `env:"DOCUMENTS" usual:"none" help:"the file of the documents that the installation's own clients ask: JSON with texts by ids, as the tools of Relay, Apollo and GraphQL Code Generator write it"`
	DocumentsOnly  bool               `env:"DOCUMENTS_ONLY" envDefault:"false" help:"refuse all documents but those of DOCUMENTS"`
	Words          string             `env:"WORDS" usual:"Minyi's own" help:"the folder with more words for the values of enums, such as de.json"`
	ChartFont      string             `env:"CHART_FONT" usual:"looked for" help:"the font file, such as NotoSansCJK-Regular.ttc, whose letters charts in PNG have; without one they are SVG only"`
	Introspection  bool               `env:"INTROSPECTION" envDefault:"true" help:"whether the API tells its schema"`
	FoldInterval   time.Duration      `env:"FOLD_INTERVAL" envDefault:"250ms" help:"how often new counts are added up; they are exact at any time"`
	AnswerCache    int                `env:"ANSWER_CACHE" envDefault:"4194304" help:"the bytes for answers to what many who are not signed in ask, each kept for a second at most; 0 keeps none"`
	MaxStreams     int                `env:"MAX_STREAMS" envDefault:"1000" help:"how many connections may follow subscriptions at once"`
	ClientStreams  int                `env:"MAX_CLIENT_STREAMS" usual:"a tenth of MAX_STREAMS, 10 at least" help:"how many of these connections each address, and each account, may have"`
	CORSOrigins    []string           `env:"CORS_ORIGINS" usual:"none" help:"the web pages that may ask the API from a browser, such as https://city.example, separated by commas; * is all"`
	PublicURL      string             `env:"PUBLIC_URL" usual:"the address of ADDR" help:"the address of this server as the public knows it, such as https://city.example; it stands in feeds, in mails and in what webhooks get"`
	SMTPURL        string             `env:"SMTP_URL" usual:"no mail" help:"the mail server for channels by e-mail, such as smtp://user:password@host:587 or smtps://user:password@host"`
	MailFrom       string             `env:"MAIL_FROM" usual:"needed with SMTP_URL" help:"the address of the sender of mails, such as news@city.example"`
	PrivateHooks   bool               `env:"PRIVATE_CHANNELS" envDefault:"false" help:"let webhooks, connectors and hubs have addresses in private networks"`
	Site           bool               `env:"SITE" envDefault:"true" help:"serve the site: pages for residents and departments; without it there is the API alone"`
	SiteName       map[string]string  `env:"SITE_NAME" envSeparator:"|" envKeyValSeparator:"=" usual:"Minyi's own" help:"the name of the site by language, such as zh=明湖市意见征集|en=Minghu consultations"`
	SiteFooter     map[string]string  `env:"SITE_FOOTER" envSeparator:"|" envKeyValSeparator:"=" usual:"none" help:"a line at the foot of each page by language, in the same form"`
	SiteColour     string             `env:"SITE_COLOUR" envDefault:"#a62b1f" help:"the colour of the site, dark enough for white text on it"`
	SiteEmblem     string             `env:"SITE_EMBLEM" usual:"Minyi's own" help:"the file of the site's emblem, SVG or PNG"`
	LogLevel       string             `env:"LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error"`
	LogFormat      string             `env:"LOG_FORMAT" envDefault:"text" help:"text or json"`

	getenv    func(string) string
	providers []signin.ProviderConfig // the content of OIDC
	documents httpapi.Documents       // the content of Documents
	words     words.Words             // Minyi's own, and the content of Words
}

// The values of EXECUTOR.
const (
	executorLevels = "levels" // package exec
	executorGqlgen = "gqlgen"
)

// private tells whether the server runs a private PostgreSQL.
func (c config) private() bool { return c.DatabaseURL == "" }

// devTokens tells whether development tokens are made and accepted.
func (c config) devTokens() bool { return c.orPrivate(c.DevTokens) }

// zone returns the time zone of the installation. The check has found it.
func (c config) zone() *time.Location { return civic.TimeZone(c.Timezone) }

// mail is the mail server of the settings.
func (c config) mail() deliver.Mail { return deliver.Mail{Server: c.SMTPURL, From: c.MailFrom} }

// useLanguages makes the languages of the settings those of the installation.
func (c config) useLanguages() error {
	languages, err := civic.NewLanguages(c.Locales...)
	if err == nil {
		civic.UseLanguages(languages)
	}
	return err
}

// example tells whether the server fills an empty database with the example.
func (c config) example() bool { return c.orPrivate(c.Example) }

// burst is the most cost units that a client may save up.
func (c config) burst() int {
	if c.RateBurst > 0 {
		return c.RateBurst
	}
	return max(c.RateLimit, c.maxRequestCost())
}

// clientStreams is how many streams a client may have.
func (c config) clientStreams() int {
	if c.ClientStreams > 0 {
		return c.ClientStreams
	}
	return min(c.MaxStreams, max(10, c.MaxStreams/10))
}

// answerShare is how much of ANSWER_MEMORY a client may have: a quarter, and what one request takes at least.
func (c config) answerShare() int {
	return max(c.AnswerMemory/4, httpapi.MostTaken(c.MaxCost, int(c.MaxBody), c.MaxAnswer))
}

// clientOperations is how many operations a client may run at once.
func (c config) clientOperations() int {
	if c.ClientOps > 0 {
		return c.ClientOps
	}
	return max(8, c.MaxOperations/8)
}

// maxRequestCost is the cost of the most expensive request. Every client must be able to pay it.
func (c config) maxRequestCost() int { return middleware.Units(c.MaxBody) + c.MaxCost }

// orPrivate returns the value of a setting. If the setting is unset, it is true only with the private PostgreSQL.
func (c config) orPrivate(setting *bool) bool {
	if setting != nil {
		return *setting
	}
	return c.private()
}

// readConfig reads and checks the settings. Its error names all wrong settings in one line.
func readConfig(getenv func(string) string) (config, error) {
	c := config{getenv: getenv}
	set := map[string]string{}
	for _, s := range settings() {
		if value := getenv(s.name); value != "" {
			set[s.name] = value
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: set}); err != nil {
		return c, explainParseErrors(err, set)
	}
	if c.Data == "" {
		c.Data = local.DefaultDir()
	}
	if err := c.check(); err != nil {
		return c, err
	}
	err := c.readFiles()
	return c, err
}

// readFiles reads the files that the settings name.
func (c *config) readFiles() (err error) {
	if c.providers, err = signin.ReadProviders(c.OIDC); err != nil {
		return err
	}
	if c.documents, err = httpapi.ReadDocuments(c.Documents, c.DocumentsOnly); err != nil {
		return fmt.Errorf("DOCUMENTS: %w", err)
	}
	if c.words, err = words.Read(c.Words); err != nil {
		return fmt.Errorf("WORDS: %w", err)
	}
	return nil
}

// explainParseErrors describes the errors of the parser with the names of the settings.
func explainParseErrors(err error, set map[string]string) error {
	names := map[string]string{}
	for _, s := range settings() {
		names[s.field] = s.name
	}
	var all env.AggregateError
	errors.As(err, &all)
	var problems []string
	for _, one := range all.Errors {
		var parse env.ParseError
		if !errors.As(one, &parse) {
			return err
		}
		problems = append(problems, fmt.Sprintf("%s=%s is not %s", names[parse.Name], set[names[parse.Name]], describeType(parse.Type)))
	}
	return errors.New(strings.Join(problems, "; "))
}

// describeType describes the values that a type takes.
func describeType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list of networks such as 10.0.0.0/8"
	case reflect.Map:
		return "texts by language such as zh=民意|en=Minyi"
	case reflect.Struct:
		return "a list of keys such as 2026=<64 hexadecimal digits>"
	default:
		if t == reflect.TypeFor[time.Duration]() {
			return "a time such as 10s or 250ms"
		}
		return "a whole number"
	}
}

// minSecret is the least length of a secret in bytes. A random secret of this length cannot be guessed.
const minSecret = 32

// check finds values that cannot work. It does not repeat a value that may hold a password.
func (c config) check() error {
	_, _, addr := net.SplitHostPort(c.Addr)
	_, _, privateAddr := net.SplitHostPort(c.PrivateAddr)
	_, zone := time.LoadLocation(c.Timezone)
	_, locales := civic.NewLanguages(c.Locales...)
	_, database := pq.NewConnector(c.DatabaseURL)
	var problems []string
	for _, rule := range []struct {
		broken  bool
		problem string
	}{
		{!c.private() && database != nil, "DATABASE_URL is not a PostgreSQL address such as postgres://user:password@host/name"},
		{addr != nil, fmt.Sprintf("ADDR=%s is not an address such as localhost:8080 or :8080", c.Addr)},
		{c.PrivateAddr != "" && privateAddr != nil, fmt.Sprintf("PRIVATE_ADDR=%s is not an address such as localhost:9090", c.PrivateAddr)},
		{!c.private() && c.Secret == "" && c.SecretFile == "", fmt.Sprintf("SECRET or SECRET_FILE is needed with DATABASE_URL: at least %d random bytes, such as those of: openssl rand -hex 32", minSecret)},
		{c.Secret != "" && len(c.Secret) < minSecret, fmt.Sprintf("SECRET has %d bytes and needs %d", len(c.Secret), minSecret)},
		{c.Secret != "" && c.SecretFile != "", "SECRET and SECRET_FILE exclude each other"},
		{locales != nil, fmt.Sprintf("LOCALES: %v", locales)},
		{zone != nil || c.Timezone == "Local", fmt.Sprintf("TIMEZONE=%s is not a time zone such as Asia/Shanghai or Europe/Berlin", c.Timezone)},
		{c.RequestTimeout <= 0, fmt.Sprintf("REQUEST_TIMEOUT=%v is not more than 0", c.RequestTimeout)},
		{c.MaxBody < 1024, fmt.Sprintf("MAX_BODY=%d is less than 1024", c.MaxBody)},
		{c.MaxAnswer < 1024, fmt.Sprintf("MAX_ANSWER=%d is less than 1024", c.MaxAnswer)},
		{c.AnswerMemory < c.answerShare(), fmt.Sprintf("ANSWER_MEMORY=%d is less than %d, which a request of MAX_BODY, MAX_COST and MAX_ANSWER takes", c.AnswerMemory, c.answerShare())},
		{c.DBConns < 2 || c.DBConns > 1000, fmt.Sprintf("DB_CONNS=%d is not between 2 and 1000", c.DBConns)},
		{c.MaxOperations < 1, fmt.Sprintf("MAX_OPERATIONS=%d is less than 1", c.MaxOperations)},
		{c.ClientOps < 0, fmt.Sprintf("MAX_CLIENT_OPERATIONS=%d is less than 0", c.ClientOps)},
		{c.MaxCost < 1, fmt.Sprintf("MAX_COST=%d is less than 1", c.MaxCost)},
		{c.RateLimit < 0, fmt.Sprintf("RATE_LIMIT=%d is less than 0", c.RateLimit)},
		{c.RateBurst != 0 && c.RateBurst < c.maxRequestCost(), fmt.Sprintf("RATE_BURST=%d is less than %d, which a request of MAX_BODY and MAX_COST costs", c.RateBurst, c.maxRequestCost())},
		{(c.TLSCert == "") != (c.TLSKey == ""), "TLS_CERT and TLS_KEY go together"},
		{c.ChallengeCost < 0 || c.ChallengeCost > 1_000_000, fmt.Sprintf("CHALLENGE_COST=%d is not between 0 and 1000000", c.ChallengeCost)},
		{c.FoldInterval < time.Millisecond, fmt.Sprintf("FOLD_INTERVAL=%v is less than 1ms", c.FoldInterval)},
		{c.AnswerCache < 0 || c.AnswerCache > 1<<30, fmt.Sprintf("ANSWER_CACHE=%d is not between 0 and %d", c.AnswerCache, 1<<30)},
		{c.MaxStreams < 0 || c.MaxStreams > 100_000, fmt.Sprintf("MAX_STREAMS=%d is not between 0 and 100000", c.MaxStreams)},
		{c.ClientStreams < 0, fmt.Sprintf("MAX_CLIENT_STREAMS=%d is less than 0", c.ClientStreams)},
		{c.Executor != executorLevels && c.Executor != executorGqlgen, fmt.Sprintf("EXECUTOR=%s is not %s or %s", c.Executor, executorLevels, executorGqlgen)},
		{c.PublicURL != "" && (c.PublicURL == "*" || !isOrigin(c.PublicURL)), fmt.Sprintf("PUBLIC_URL=%s is not an address such as https://city.example", c.PublicURL)},
		{c.mail().Check() != nil, fmt.Sprint(c.mail().Check())},
		{c.DocumentsOnly && c.Documents == "", "DOCUMENTS_ONLY needs DOCUMENTS"},
		{logging.Levels[c.LogLevel] == nil, fmt.Sprintf("LOG_LEVEL=%s is not debug, info, warn or error", c.LogLevel)},
		{c.LogFormat != "text" && c.LogFormat != "json", fmt.Sprintf("LOG_FORMAT=%s is not text or json", c.LogFormat)},
	} {
		if rule.broken {
			problems = append(problems, rule.problem)
		}
	}
	for _, origin := range c.CORSOrigins {
		if !isOrigin(origin) {
			problems = append(problems, fmt.Sprintf("CORS_ORIGINS: %q is not an origin such as https://city.example", origin))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "; "))
}

// isOrigin tells whether a text is the origin of a web page, as a browser sends it, or * for all origins.
func isOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return origin == "*" || (err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.Scheme+"://"+u.Host == origin)
}
