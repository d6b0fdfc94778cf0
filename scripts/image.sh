#!/bin/sh
# Builds a container image with the first builder found: docker, podman or buildah.
# Usage: scripts/image.sh [TAG [serve]]: the whole of Easel, or with "serve" the slim image that answers over HTTP.
# Your package settings (PIP_*, UV_*, proxies) are handed to the build when they are set; none is written anywhere.
set -eu
cd "$(dirname "$0")/.."
tag=${1:-easel-studio}
case "${2:-}" in
    "") file=Dockerfile how="-p 8501:8501 -v easel-data:/data $tag" ;;
    serve) file=Dockerfile.serve how="-p 8080:8080 -v \"\$PWD/model.zip:/opt/ml/model/model.zip:ro\" $tag" ;;
    *) echo "easel: the kind of image must be \"serve\" or left out; it is \"$2\"." >&2; exit 2 ;;
esac
certificates=/etc/ssl/certs

if command -v docker >/dev/null && docker info >/dev/null 2>&1; then builder=docker
elif command -v podman >/dev/null && [ "$(id -u)" != 0 ]; then builder=podman
elif command -v buildah >/dev/null; then builder=buildah
elif command -v podman >/dev/null; then builder=podman
else
    echo "easel: making an image needs docker (with its engine running), podman or buildah, and none was found." >&2
    exit 1
fi

set --
for name in PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_CERT PIP_DEFAULT_TIMEOUT UV_DEFAULT_INDEX SSL_CERT_FILE \
    HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
    eval "value=\${$name:-}"
    case "$name" in
        PIP_CERT | SSL_CERT_FILE)  # a certificate file is of use only where it is: in the mounted folder
            case "$builder:$value" in docker:* | *:) continue ;; *:"$certificates"/*) ;; *) continue ;; esac ;;
    esac
    [ -z "$value" ] || set -- "$@" --build-arg "$name=$value"
done
if [ "$builder" != docker ] && [ -d "$certificates" ]; then set -- "$@" -v "$certificates:$certificates:ro"; fi

echo "easel: building the image $tag with $builder"
case "$builder" in
    docker) docker build -f "$file" "$@" -t "$tag" . ;;
    podman) podman build -f "$file" --format docker "$@" -t "$tag" . ;;
    buildah)
        export STORAGE_DRIVER="${STORAGE_DRIVER:-vfs}" BUILDAH_ISOLATION="${BUILDAH_ISOLATION:-chroot}"
        buildah bud -f "$file" --format docker "$@" -t "$tag" . ;;
esac
echo "easel: made $tag; start it with: docker run $how (podman takes the same words)"
