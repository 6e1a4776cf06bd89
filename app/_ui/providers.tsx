'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { Toaster } from 'sonner';

/** Theme and toasts for every page. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      {children}
      <Toaster
        position="bottom-right"
        toastOptions={{
          className: '!rounded-md !border-line !bg-surface !text-ink !shadow-md !font-sans',
        }}
      />
    </ThemeProvider>
  );
}
