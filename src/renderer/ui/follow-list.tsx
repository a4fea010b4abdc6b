import { useEffect, useImperativeHandle, useRef, type HTMLAttributes, type ReactNode, type Ref } from 'react';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { FollowMode } from './use-follow.ts';

/** Where the numbering of the rows starts, so that there is room for older ones in front. */
const FIRST_INDEX = 1_000_000;
/** How long after a wheel, touch or key a movement of the list counts as the reader's own, milliseconds. */
const INTENT_MS = 700;
const AT_END_PX = 4;

// Made once: a new component on each drawing would be mounted anew each time.
const listParts = { Header: ({ context }: { context?: ReactNode }) => context };

export interface FollowListHandle {
  readonly reveal: (index: number) => void;
}

/**
 * A virtual list that stays at its newest end while following, and tells when the reader scrolls away from the end or
 * back to it. Rows that are put in front do not move what is being read.
 */
export const FollowList = <T,>({
  items,
  older,
  keyOf,
  renderItem,
  mode,
  rowHeight,
  header,
  ref,
  onLeave,
  onReturn,
  onStart,
  ...attributes
}: {
  readonly items: readonly T[];
  /** How many of the items were put in front since the list was made. */
  readonly older: number;
  readonly keyOf: (item: T) => string;
  readonly renderItem: (item: T, index: number) => ReactNode;
  readonly mode: FollowMode;
  /** When all rows are equally high. */
  readonly rowHeight?: number;
  /** Stands above the oldest row. */
  readonly header?: ReactNode;
  readonly ref?: Ref<FollowListHandle>;
  readonly onLeave: () => void;
  readonly onReturn: () => void;
  /** The oldest row came into view. */
  readonly onStart?: () => void;
} & Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'onScroll'>) => {
  const virtuoso = useRef<VirtuosoHandle>(null);
  const scroller = useRef<HTMLElement | null>(null);
  const intentAt = useRef(Number.NEGATIVE_INFINITY);
  const lastTop = useRef(0);
  const following = mode === 'following';

  useImperativeHandle(ref, () => ({
    reveal: (index) => virtuoso.current?.scrollIntoView({ index, behavior: 'auto' }),
  }));

  const toEnd = (): void => {
    if (following) virtuoso.current?.scrollToIndex({ index: 'LAST', align: 'end', behavior: 'auto' });
  };
  useEffect(toEnd);

  const noteIntent = (event: React.SyntheticEvent): void => {
    intentAt.current = event.timeStamp;
  };
  const onScroll = (event: React.UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    const moved = scrollTop - lastTop.current;
    lastTop.current = scrollTop;
    if (event.timeStamp - intentAt.current > INTENT_MS) return;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (moved < 0 && !atEnd && following) onLeave();
    if (moved > 0 && atEnd && mode === 'reading') onReturn();
  };

  // A list that grows or shrinks with the window keeps to its end as well.
  const latestToEnd = useRef(toEnd);
  useEffect(() => {
    latestToEnd.current = toEnd;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => latestToEnd.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <Virtuoso<T, ReactNode>
      {...attributes}
      ref={virtuoso}
      scrollerRef={(element) => {
        scroller.current = element instanceof HTMLElement ? element : null;
      }}
      data={items}
      firstItemIndex={FIRST_INDEX - older}
      initialTopMostItemIndex={{ index: 'LAST', align: 'end' }}
      {...(rowHeight === undefined ? {} : { fixedItemHeight: rowHeight })}
      increaseViewportBy={200}
      alignToBottom={false}
      computeItemKey={(_index, item) => keyOf(item)}
      itemContent={(index, item) => renderItem(item, index - (FIRST_INDEX - older))}
      context={header}
      components={listParts}
      totalListHeightChanged={toEnd}
      {...(onStart ? { startReached: onStart } : {})}
      onScroll={onScroll}
      onWheel={noteIntent}
      onTouchMove={noteIntent}
      onPointerDown={noteIntent}
      onPointerMove={(event) => {
        if (event.buttons !== 0) noteIntent(event);
      }}
    />
  );
};
