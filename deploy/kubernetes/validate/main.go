// Command validate checks manifests as a Kubernetes API server would before it
// accepts them: strictly decoded, with its defaults, by its own validation. It
// is in a module of its own, since that is all of Kubernetes.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: validate MANIFEST...")
		os.Exit(2)
	}
	status := 0
	for _, name := range os.Args[1:] {
		n, err := file(name)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			status = 1
			continue
		}
		fmt.Printf("%s: %d valid\n", name, n)
	}
	os.Exit(status)
}

// file validates all documents of a file, and counts them.
func file(name string) (n int, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	docs := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		doc, err := docs.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return n, err
		}
		if err := document(doc); err != nil {
			return n, fmt.Errorf("document %d: %w", n+1, err)
		}
		n++
	}
	if n == 0 {
		return 0, errors.New("nothing to validate")
	}
	return n, nil
}

// document decodes with the API server's defaults, as they are validated too,
// and goes through what the server does before it stores an object.
func document(text []byte) error {
	capabilities.Setup(true, 0) // --allow-privileged, as clusters have it
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	object, err := runtime.Decode(codecs.UniversalDecoder(), text)
	if err != nil {
		return err
	}
	about, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	rest.FillObjectMetaSystemFields(about)
	create := func(strategy rest.RESTCreateStrategy, info request.RequestInfo) error {
		info.Verb, info.IsResourceRequest, info.Namespace = "create", true, about.GetNamespace()
		ctx := request.WithNamespace(context.Background(), about.GetNamespace())
		return rest.BeforeCreate(strategy, request.WithRequestInfo(ctx, &info), object)
	}
	switch object.(type) {
	case *batch.Job:
		return create(job.Strategy, request.RequestInfo{APIGroup: "batch", APIVersion: "v1", Resource: "jobs"})
	case *core.Namespace:
		return create(namespace.Strategy, request.RequestInfo{APIVersion: "v1", Resource: "namespaces"})
	}
	return fmt.Errorf("%T: nothing here validates that", object)
}
