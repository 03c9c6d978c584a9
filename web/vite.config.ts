import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// everything is bundled: the pages fetch nothing from elsewhere, and nothing is inlined, as the server's policy allows no data: fonts
export default defineConfig({
  root: 'src/main',
  plugins: [react()],
  build: {
    outDir: '../../target/classes/io/colama/web/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
  test: { root: '.', include: ['src/test/**/*.test.ts'], environment: 'node' },
});
