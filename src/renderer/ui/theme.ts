import {
  createTheme,
  defaultVariantColorsResolver,
  type ButtonProps,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
  type VariantColorsResolver,
} from '@mantine/core';

// Mantine requires ten shades; the tokens have two, one per scheme, at the indexes of `primaryShade`.
const accent: MantineColorsTuple = [
  '#eaf2ff',
  '#d3e4ff',
  '#b0cfff',
  '#8fbbff',
  '#75acff',
  '#5b9dff',
  '#2f82ea',
  '#0b68cb',
  '#0957a9',
  '#074688',
];

// Mantine would use white text on the dark scheme's light accent, which is unreadable.
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === 'filled'
    ? { ...colors, background: 'var(--accent)', hover: 'var(--accent)', color: 'var(--on-accent)' }
    : colors;
};

/** Mantine's theme from the tokens of `tokens.css`. */
export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { dark: 5, light: 7 },
  variantColorResolver,
  fontFamily: 'var(--font-words)',
  fontFamilyMonospace: 'var(--font-data)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  headings: { fontFamily: 'var(--font-words)', fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs', fw: 500, variant: 'default' },
      // Compact buttons fit into rows and lines of text.
      styles: (_theme: MantineTheme, { size }: ButtonProps) => ({
        root: String(size).startsWith('compact')
          ? { height: 24, fontSize: 12 }
          : { height: 'var(--control)', fontSize: 13 },
      }),
    },
    ActionIcon: { defaultProps: { size: 32, variant: 'subtle', color: 'gray' } },
    TextInput: {
      defaultProps: { size: 'xs' },
      styles: { input: { height: 'var(--control)', minHeight: 'var(--control)', fontSize: 13 } },
    },
    PasswordInput: {
      defaultProps: { size: 'xs' },
      styles: {
        input: { height: 'var(--control)', minHeight: 'var(--control)' },
        innerInput: { height: 'calc(var(--control) - 2px)', fontSize: 13 },
      },
    },
    NumberInput: {
      defaultProps: { size: 'xs' },
      styles: { input: { height: 'var(--control)', minHeight: 'var(--control)', fontSize: 13 } },
    },
    Select: {
      defaultProps: { size: 'xs' },
      styles: {
        input: { height: 'var(--control)', minHeight: 'var(--control)', fontSize: 13 },
        option: { fontSize: 13 },
      },
    },
    InputWrapper: {
      styles: {
        label: { fontSize: 13, lineHeight: '20px' },
        description: { fontSize: 12, lineHeight: '16px', marginBottom: 4 },
        error: { fontSize: 12, lineHeight: '16px' },
      },
    },
    Switch: {
      defaultProps: { withThumbIndicator: false },
      styles: {
        track: { border: '1px solid var(--outline)' },
        label: { fontSize: 13 },
        description: { fontSize: 12, lineHeight: '16px' },
        error: { fontSize: 12, lineHeight: '16px' },
      },
    },
    Pill: { styles: { root: { fontSize: 12 } } },
    TagsInput: {
      defaultProps: { size: 'xs' },
      styles: { input: { minHeight: 'var(--control)', fontSize: 13 } },
    },
    Textarea: { defaultProps: { size: 'xs' }, styles: { input: { fontSize: 13, lineHeight: '20px' } } },
    SegmentedControl: {
      defaultProps: { withItemsBorders: false },
      styles: {
        root: { background: 'var(--raised)', border: '1px solid var(--outline)', padding: 3 },
        indicator: { background: 'var(--higher)', boxShadow: 'none' },
      },
    },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 0 }, withinPortal: true } },
    // Mantine focuses a placeholder first, which is no menu item.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: {
        centered: true,
        // The page never scrolls, and the scroll lock would add a style element that the policy refuses.
        lockScroll: false,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.6 },
        closeButtonProps: { 'aria-label': 'Close' },
        // The dialog is outside the page's sections, where a header would be a second banner.
        attributes: { header: { role: 'presentation' } },
      },
      styles: {
        content: { background: 'var(--raised)', border: '1px solid var(--line)' },
        header: { background: 'var(--raised)', padding: '12px 12px 4px 16px' },
        title: { fontSize: 16, lineHeight: '24px', fontWeight: 600 },
        body: { padding: '8px 16px 16px' },
      },
    },
  },
});

/** Maps Mantine's variables to the tokens, so that its components follow both schemes. */
export const resolveThemeVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--secondary)',
    '--mantine-color-placeholder': 'var(--secondary)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--higher)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--outline)',
    '--mantine-color-error': 'var(--lamp-unhealthy)',
    '--mantine-color-disabled': 'var(--higher)',
    '--mantine-color-disabled-color': 'var(--secondary)',
    '--mantine-shadow-md': 'var(--shadow)',
    '--mantine-shadow-xl': 'var(--shadow)',
  };
  // Surfaces and outlines of inputs and menus, which Mantine takes from its own greys.
  const light = { ...shared, '--mantine-color-gray-4': 'var(--outline)' };
  const dark = {
    ...shared,
    '--mantine-color-dark-6': 'var(--raised)',
    '--mantine-color-dark-5': 'var(--higher)',
    '--mantine-color-dark-4': 'var(--outline)',
  };
  return { variables: {}, light, dark };
};
