# Easel in a container: the app with its worker on port 8501, everything it keeps in the volume /data.
# Build with `make image`, or: docker build -t easel-studio .

FROM python:3.11-slim AS build
# Your own package settings, if you have any: docker build --build-arg PIP_INDEX_URL=... ; nothing of them stays in the image.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_TRUSTED_HOST
ARG PIP_CERT
ARG PIP_DEFAULT_TIMEOUT
ARG UV_DEFAULT_INDEX
ARG SSL_CERT_FILE
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fonts-inter-variable fonts-jetbrains-mono \
    || echo "no fonts from Debian: the app will use the browser's own"
WORKDIR /src
COPY requirements-setup.lock requirements-run.lock ./
RUN python -m venv /opt/setup && /opt/setup/bin/pip install --quiet --require-hashes -r requirements-setup.lock \
    && python -m venv --without-pip /opt/easel \
    && /opt/setup/bin/uv pip install --quiet --system-certs --python /opt/easel/bin/python --require-hashes --no-cache \
        --compile-bytecode -r requirements-run.lock
COPY . .
# The runtime of HTML pages comes from npm, unless the folder copied here holds it; the final image has no npm.
RUN test -f inference/page/runtime/ort.wasm.gz \
    || apt-get install -y -qq --no-install-recommends npm >/dev/null \
    || echo "no npm from Debian: models cannot be exported as HTML pages"
RUN /opt/setup/bin/python scripts/fonts.py \
    && /opt/setup/bin/python scripts/web_runtime.py \
    && /opt/setup/bin/python -m hatchling build -t wheel \
    && /opt/setup/bin/uv pip install --quiet --system-certs --python /opt/easel/bin/python --no-deps --no-cache --compile-bytecode \
        dist/*.whl

FROM python:3.11-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --create-home easel && install -d -o easel -g easel /data
COPY --from=build /opt/easel /opt/easel
ENV PATH="/opt/easel/bin:$PATH" EASEL_HOME=/data PYTHONUNBUFFERED=1
USER easel
WORKDIR /data
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["easel", "app", "--host", "0.0.0.0", "--port", "8501"]
