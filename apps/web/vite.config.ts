import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development the pages come from Vite and everything else from a running server.
const server = process.env['PATCHBAY_DEV_SERVER'] ?? 'http://127.0.0.1:4600';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // Nothing is inlined: the content security policy allows fonts and images as files of our own.
    assetsInlineLimit: 0,
    // The code editor is 3.9 MB, loaded only where it is used.
    chunkSizeWarningLimit: 4_200,
    sourcemap: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      // The server takes changes from its own pages only: its address stands in `Host` and in `Origin`.
      ['/trpc', '/api', '/hooks'].map((path) => [
        path,
        { target: server, changeOrigin: true, headers: { origin: new URL(server).origin } },
      ]),
    ),
  },
});
