package aesgcm

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// The vector is test case 14 of the specification of GCM (McGrew and Viega): a key,
// a nonce and a block of zeros.
func TestItIsAES256GCM(t *testing.T) {
	got := New(make([]byte, 32)).Seal(nil, make([]byte, 12), make([]byte, 16), nil)
	if want := "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"; hex.EncodeToString(got) != want {
		t.Errorf("%x", got)
	}
}

func TestAShorterKeyIsNotTaken(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	New(bytes.Repeat([]byte{1}, 16))
}
