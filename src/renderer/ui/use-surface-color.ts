import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

/** The colour of a surface in the theme that is on, as the tokens say; empty where there is no style sheet. */
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
