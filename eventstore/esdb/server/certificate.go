package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Certificate says what is wrong with the server's certificate.
type Certificate int

// The certificates a server can show.
const (
	// Good is valid for localhost, 127.0.0.1, ::1 and [Options.Hosts], and
	// issued by the authority of [Server.CAFile].
	Good Certificate = iota
	// Expired was valid until yesterday.
	Expired
	// OtherHost is valid, but for "elsewhere.example".
	OtherHost
	// ForeignCA was issued by another authority than that of [Server.CAFile].
	ForeignCA
)

// authority issues certificates. Its key never leaves the server.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte // of the certificate
}

const (
	authorityFile = "ca.pem"
	keyFile       = "ca-key.pem"
)

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "Kontor test authority"},
		NotBefore:             time.Now().Add(-48 * time.Hour),
		NotAfter:              time.Now().AddDate(10, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, err
	}
	return &authority{certificate: certificate, key: key, pem: encodePEM("CERTIFICATE", raw)}, nil
}

// keptAuthority is the authority of a data folder; clients go on trusting it
// when the server starts again.
func keptAuthority(folder string) (*authority, error) {
	kept, err := readAuthority(folder)
	if !errors.Is(err, os.ErrNotExist) {
		return kept, err
	}
	fresh, err := newAuthority()
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalECPrivateKey(fresh.key)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(folder, keyFile), encodePEM("EC PRIVATE KEY", key), 0o600); err != nil {
		return nil, err
	}
	return fresh, os.WriteFile(filepath.Join(folder, authorityFile), fresh.pem, 0o644)
}

func readAuthority(folder string) (*authority, error) {
	key, err := os.ReadFile(filepath.Join(folder, keyFile))
	if err != nil {
		return nil, err
	}
	certificate, err := os.ReadFile(filepath.Join(folder, authorityFile))
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("read the authority in %s: %w", folder, err)
	}
	parsed, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, err
	}
	private, ours := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ours {
		return nil, fmt.Errorf("read the authority in %s: not a key of this server", folder)
	}
	return &authority{certificate: parsed, key: private, pem: certificate}, nil
}

func encodePEM(kind string, raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw})
}

// issue makes a certificate for the server.
func (a *authority) issue(flaw Certificate, hosts []string) (tls.Certificate, error) {
	issuer := a
	if flaw == ForeignCA {
		foreign, err := newAuthority()
		if err != nil {
			return tls.Certificate{}, err
		}
		issuer = foreign
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := leaf(flaw, hosts)
	raw, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, nil
}

func leaf(flaw Certificate, hosts []string) *x509.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: "eventstoredb-node"},
		NotBefore:    time.Now().Add(-24 * time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	switch flaw {
	case Expired:
		template.NotBefore, template.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
	case OtherHost:
		template.DNSNames, template.IPAddresses = []string{"elsewhere.example"}, nil
	}
	return template
}
