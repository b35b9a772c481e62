package server

import (
	"strconv"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// refusal is an error of the protocol: a status, and trailers that say more.
type refusal struct {
	code     codes.Code
	text     string
	trailers metadata.MD
}

func (r *refusal) Error() string { return r.text }

// GRPCStatus lets the transport find the status.
func (r *refusal) GRPCStatus() *status.Status { return status.New(r.code, r.text) }

func refuse(code codes.Code, text, exception string, more ...string) *refusal {
	r := &refusal{code: code, text: text}
	if exception != "" {
		r.trailers = metadata.Pairs(append([]string{"exception", exception}, more...)...)
	}
	return r
}

func accessDenied() error {
	return refuse(codes.PermissionDenied, "access denied", "access-denied")
}

func unauthenticated() error {
	return refuse(codes.Unauthenticated, "unauthenticated", "")
}

func streamDeleted(name string) error {
	return refuse(codes.FailedPrecondition, "the stream is deleted", "stream-deleted", "stream-name", name)
}

func wrongExpectedVersion(name string, expected, actual int64) error {
	return refuse(
		codes.FailedPrecondition, "wrong expected version", "wrong-expected-version",
		"stream-name", name,
		"expected-version", strconv.FormatInt(expected, 10),
		"actual-version", strconv.FormatInt(actual, 10),
	)
}

func appendTooLarge(limit int) error {
	return refuse(
		codes.InvalidArgument, "the append is too large", "maximum-append-size-exceeded",
		"maximum-append-size", strconv.Itoa(limit),
	)
}

func missingMetadata(key string) error {
	return refuse(
		codes.InvalidArgument, "required metadata is missing: "+key, "missing-required-metadata-property",
		"required-metadata-properties", "type,content-type",
	)
}

func notLeader(host string, port int) error {
	return refuse(
		codes.NotFound, "another node leads", "not-leader",
		"leader-endpoint-host", host,
		"leader-endpoint-port", strconv.Itoa(port),
	)
}

func timedOut() error {
	return refuse(codes.Aborted, "the operation timed out", "")
}

func notReady() error {
	return refuse(codes.Unavailable, "the server is not ready", "")
}

func invalid(what string) error {
	return refuse(codes.InvalidArgument, what, "")
}

func internalError(err error) error {
	return refuse(codes.Internal, err.Error(), "")
}
