import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { StoresProvider, usePreferences } from '../stores/stores-context.tsx';
import type { Stores } from '../stores/stores.ts';
import { createTicker, NowProvider, resolveThemeVariables, theme } from '../ui/index.ts';

const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

const ThemeProvider = ({ children }: { children: ReactNode }) => {
  const choice = usePreferences((state) => state.theme);
  const density = usePreferences((state) => state.density);
  const system = useColorScheme('dark');
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveThemeVariables}
      forceColorScheme={choice === 'system' ? system : choice}
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  );
};

/** Provides every view with the stores, the time and the theme. */
export const Providers = ({ stores, children }: { stores: Stores; children: ReactNode }) => {
  const [ticker] = useState(() => createTicker(stores.clock));
  return (
    <StoresProvider stores={stores}>
      <NowProvider ticker={ticker}>
        <ThemeProvider>{children}</ThemeProvider>
      </NowProvider>
    </StoresProvider>
  );
};
