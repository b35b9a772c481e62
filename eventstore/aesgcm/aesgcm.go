// Package aesgcm is the one cipher that everything sealed is under.
package aesgcm

import (
	"crypto/aes"
	"crypto/cipher"
)

// New is AES-256-GCM under a key of 32 bytes. It panics for a key of another
// length, which no caller has.
func New(key []byte) cipher.AEAD {
	if len(key) != 32 {
		panic("aesgcm: the key does not have 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // only for a key of another length
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // only for a cipher with other blocks than AES
	}
	return gcm
}
