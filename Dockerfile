# The servers, and nothing of the bench that tests them.
ARG NODE_IMAGE=node:20-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY servers/package.json servers/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY servers servers
RUN npx tsc --sourceMap false && npm ci --workspace servers --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# A volume that is mounted here begins with this owner.
RUN mkdir /accounts && chown node:node /accounts
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/servers servers
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s --retries=3 CMD ["node", "-e", \
  "require('http').get('http://127.0.0.1:3000/healthz', (answer) => process.exit(answer.statusCode === 200 ? 0 : 1))"]
CMD ["node", "servers/main.js"]
