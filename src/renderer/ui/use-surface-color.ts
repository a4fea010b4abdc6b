import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

/** Returns the colour of a surface in the current theme, from the tokens; empty without a style sheet. */
export const useSurfaceColor = (token: `--${string}`): string => {
  const scheme = useComputedColorScheme('dark');
  return useMemo(
    () =>
      document.documentElement.dataset['mantineColorScheme'] === scheme
        ? getComputedStyle(document.documentElement).getPropertyValue(token).trim()
        : '',
    [scheme, token],
  );
};
