# The proxy: Debian's nginx with its brotli module, and deploy/nginx.conf.
FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx-light libnginx-mod-http-brotli-filter curl \
    && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx.conf /etc/course/nginx.conf
COPY deploy/nginx-brotli.conf /etc/course/brotli.conf
# www-data, by number, so that the host can verify that it is not root
USER 33
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/readyz"]
CMD ["nginx", "-e", "stderr", "-c", "/etc/course/nginx.conf", "-g", "daemon off;"]
