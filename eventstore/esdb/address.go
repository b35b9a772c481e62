package esdb

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/shared"
)

// Address is what a connection string says.
type Address struct {
	// Server is the connection string to keep: without account, password and
	// workspace.
	Server string
	// Workspace is Kontor's own parameter: the workspace on the server, for
	// accounts that may not list them.
	Workspace string
	// Username and Password, where somebody wrote them into the string. They
	// belong into the keychain of the operating system.
	Username, Password string
	// Hosts are the nodes, each as host:port.
	Hosts []string
	// Discover says that the one host stands for all nodes, by DNS.
	Discover bool
	// TLS is false where the string asks for a connection in the clear, and
	// Verify where it asks not to check the certificate.
	TLS, Verify bool
	// CAFile holds the certificates of the authority, as the string names it.
	CAFile string

	preference client.NodePreference
}

// AddressError says what cannot be understood in a connection string. It is a
// [shared.ErrAddress].
type AddressError struct {
	key, text string
}

func (e *AddressError) Error() string { return shared.ErrAddress.Error() + ": " + e.text }

// MessageKey is the key of the message for people.
func (e *AddressError) MessageKey() string { return e.key }

func (e *AddressError) Unwrap() error { return shared.ErrAddress }

var (
	errEmpty   = &AddressError{"team.address.empty", "it is empty"}
	errScheme  = &AddressError{"team.address.scheme", "it does not begin with esdb:// or esdb+discover://"}
	errHost    = &AddressError{"team.address.host", "it names no host"}
	errPort    = &AddressError{"team.address.port", "the port is not a number from 1 to 65535"}
	errPath    = &AddressError{"team.address.path", "there is a path behind the host"}
	errSetting = &AddressError{"team.address.setting", "a setting has a value that is not allowed"}
	errAccount = &AddressError{"team.address.account", "it holds account or password"}
	errClear   = &AddressError{"team.address.clear", "it asks for a connection in the clear, or an unchecked one"}
)

// schemes lists the spellings, and whether the host stands for all nodes. The
// successor of EventStoreDB writes them differently and means the same.
var schemes = map[string]bool{
	"esdb": false, "kurrentdb": false, "kurrent": false, "kdb": false,
	"esdb+discover": true, "kurrentdb+discover": true, "kurrent+discover": true, "kdb+discover": true,
}

const (
	defaultPort      = "2113"
	workspaceSetting = "workspace"
)

// Parse reads a connection string as EventStoreDB and KurrentDB write them:
//
//	esdb://host:2113?tlsCaFile=ca.pem&workspace=…
//	esdb://node1,node2,node3:2113
//	esdb+discover://cluster.example.org
//
// Errors are of the type [*AddressError].
func Parse(address string) (Address, error) {
	address = strings.TrimSpace(address)
	if address == "" {
		return Address{}, errEmpty
	}
	scheme, rest, found := strings.Cut(address, "://")
	discover, known := schemes[strings.ToLower(scheme)]
	if !found || !known {
		return Address{}, errScheme
	}
	a := Address{Discover: discover, TLS: true, Verify: true, preference: client.NodePreferenceLeader}

	rest, query, _ := strings.Cut(rest, "?")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		if err := a.credentials(rest[:at]); err != nil {
			return Address{}, err
		}
		rest = rest[at+1:]
	}
	rest = strings.TrimSuffix(rest, "/")
	if strings.Contains(rest, "/") {
		return Address{}, errPath
	}
	for host := range strings.SplitSeq(rest, ",") {
		endpoint, err := endpointOf(strings.TrimSpace(host))
		if err != nil {
			return Address{}, err
		}
		a.Hosts = append(a.Hosts, endpoint)
	}
	if a.Discover && len(a.Hosts) > 1 {
		return Address{}, errHost
	}
	if err := a.settings(query); err != nil {
		return Address{}, err
	}
	return a, nil
}

func (a *Address) credentials(text string) error {
	name, password, _ := strings.Cut(text, ":")
	var err, err2 error
	a.Username, err = url.PathUnescape(name)
	a.Password, err2 = url.PathUnescape(password)
	if err != nil || err2 != nil || a.Username == "" {
		return errAccount
	}
	return nil
}

// hostName is generous: whether there is such a host is found out later.
var hostName = regexp.MustCompile(`^[\p{L}\p{N}._-]+$`)

// endpointOf completes a host by the default port. An IPv6 address stands in
// brackets.
func endpointOf(text string) (string, error) {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		host, port = strings.Trim(text, "[]"), defaultPort
		if strings.Contains(text, ":") && !strings.HasPrefix(text, "[") {
			return "", errPort
		}
	}
	if !hostName.MatchString(host) && net.ParseIP(host) == nil {
		return "", errHost
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", errPort
	}
	return net.JoinHostPort(host, port), nil
}

// settings reads what stands behind the question mark and puts together the
// string to keep. Settings that only tune another client are dropped: this
// package has its own, for reasons.
func (a *Address) settings(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return errSetting
	}
	keep := url.Values{}
	for name, value := range values {
		switch given := value[0]; strings.ToLower(name) {
		case workspaceSetting:
			a.Workspace = given
		case "tls":
			err = truth(given, &a.TLS)
			keep.Set("tls", given)
		case "tlsverifycert":
			err = truth(given, &a.Verify)
			keep.Set("tlsVerifyCert", given)
		case "tlscafile":
			a.CAFile = given
			keep.Set("tlsCaFile", given)
		case "nodepreference":
			err = a.prefer(given)
			keep.Set("nodePreference", given)
		case "usercertfile", "userkeyfile":
			err = errSetting // people have accounts here, not certificates
		}
		if err != nil {
			return err
		}
	}
	scheme := "esdb"
	if a.Discover {
		scheme += "+discover"
	}
	a.Server = scheme + "://" + strings.Join(a.Hosts, ",")
	if len(keep) > 0 {
		a.Server += "?" + keep.Encode()
	}
	return nil
}

func truth(text string, into *bool) error {
	value, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		return errSetting
	}
	*into = value
	return nil
}

func (a *Address) prefer(text string) error {
	all := []client.NodePreference{
		client.NodePreferenceLeader, client.NodePreferenceFollower,
		client.NodePreferenceReadOnlyReplica, client.NodePreferenceRandom,
	}
	i := slices.IndexFunc(all, func(p client.NodePreference) bool { return strings.EqualFold(string(p), text) })
	if i < 0 {
		return errSetting
	}
	a.preference = all[i]
	return nil
}
