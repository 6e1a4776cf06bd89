import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';
import { Providers } from './_ui/providers';

export const metadata: Metadata = {
  title: { default: 'provisioner', template: '%s · provisioner' },
  description: 'A blank machine becomes a host',
  icons: { icon: '/icon.svg' },
};

// Every page shows what the store holds now; nothing is made at build time.
export const dynamic = 'force-dynamic';

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="min-h-dvh bg-canvas font-sans text-ink">
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
