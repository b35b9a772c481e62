package server

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
)

// Cluster is several servers with the same data, of which one leads. A follower
// passes appends on to the leader, as real ones do unless the client insists on
// the leader; see [Cluster.Insist].
type Cluster struct {
	Servers []*Server

	estate *estate
	mu     sync.Mutex
	leader int
}

// StartCluster starts a cluster of so many servers, each on a free port. The
// first one leads.
func StartCluster(size int, o Options) (*Cluster, error) {
	e, err := openEstate(o)
	if err != nil {
		return nil, err
	}
	c := &Cluster{estate: e}
	o.Address = ""
	for range size {
		s, err := newServer(o, e)
		if err == nil {
			s.cluster = c
			c.Servers = append(c.Servers, s)
			err = s.listen()
		}
		if err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// URL is the connection string that names all servers.
func (c *Cluster) URL() string {
	addresses := make([]string, len(c.Servers))
	for i, s := range c.Servers {
		addresses[i] = s.advertised()
	}
	return c.Servers[0].url("esdb", strings.Join(addresses, ","))
}

// DiscoverURL is the connection string that asks one server for the others.
func (c *Cluster) DiscoverURL(through int) string {
	return c.Servers[through].url("esdb+discover", c.Servers[through].advertised())
}

// Leader is the server that leads.
func (c *Cluster) Leader() *Server {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Servers[c.leader]
}

// Elect makes another server the leader.
func (c *Cluster) Elect(index int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leader = index
}

// Insist lets all followers refuse calls for streams by naming the leader of
// now, and lets the leader answer.
func (c *Cluster) Insist() {
	leader := c.Leader()
	for _, s := range c.Servers {
		if s == leader {
			s.Redirect(nil)
		} else {
			s.Redirect(leader)
		}
	}
}

// Close stops all servers for good.
func (c *Cluster) Close() error {
	for _, s := range c.Servers {
		s.Stop()
	}
	return c.estate.close()
}

// gossipService tells clients which servers there are.
type gossipService struct {
	gossip.UnimplementedGossipServer

	server *Server
}

// Read lists the servers of the cluster.
func (g *gossipService) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	members, leader := []*Server{g.server}, g.server
	if c := g.server.cluster; c != nil {
		members, leader = c.Servers, c.Leader()
	}
	info := &gossip.ClusterInfo{}
	for _, s := range members {
		state := gossip.MemberInfo_Follower
		if s == leader {
			state = gossip.MemberInfo_Leader
		}
		host, port := s.endpoint()
		info.Members = append(info.Members, &gossip.MemberInfo{
			InstanceId:   &shared.UUID{Value: &shared.UUID_Structured_{Structured: toBits(s.id)}},
			TimeStamp:    g.server.ticks(),
			State:        state,
			IsAlive:      s.Running(),
			HttpEndPoint: &gossip.EndPoint{Address: host, Port: uint32(port)},
		})
	}
	return info, nil
}

// featuresService tells clients what the server can do.
type featuresService struct {
	serverfeatures.UnimplementedServerFeaturesServer

	server *Server
}

// GetSupportedMethods lists the calls that are answered.
func (f *featuresService) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	answer := &serverfeatures.SupportedMethods{EventStoreServerVersion: f.server.options.Version}
	for _, method := range []string{"read", "append", "delete", "tombstone"} {
		answer.Methods = append(answer.Methods, &serverfeatures.SupportedMethod{
			MethodName: method, ServiceName: "event_store.client.streams.streams",
		})
	}
	for service, method := range map[string]string{
		"event_store.client.gossip.gossip":                  "read",
		"event_store.client.server_features.serverfeatures": "getsupportedmethods",
	} {
		answer.Methods = append(answer.Methods, &serverfeatures.SupportedMethod{MethodName: method, ServiceName: service})
	}
	return answer, nil
}

// toBits and fromBits turn ids into the two numbers of the protocol.
func toBits(id uuid.UUID) *shared.UUID_Structured {
	var most, least uint64
	for i := range 8 {
		most = most<<8 | uint64(id[i])
		least = least<<8 | uint64(id[i+8])
	}
	return &shared.UUID_Structured{MostSignificantBits: int64(most), LeastSignificantBits: int64(least)}
}

func fromBits(bits *shared.UUID_Structured) uuid.UUID {
	var id uuid.UUID
	most, least := uint64(bits.GetMostSignificantBits()), uint64(bits.GetLeastSignificantBits())
	for i := 7; i >= 0; i-- {
		id[i], id[i+8] = byte(most), byte(least)
		most, least = most>>8, least>>8
	}
	return id
}
