/* global uPlot */
// The history of one sync: members as a line, what each run changed as points below it.

const SERIES = [
  ['Members', 'valid', '--members', 'members'],
  ['Joined', 'joined', '--joined', 'changes'],
  ['Left', 'left', '--left', 'changes'],
  ['Rejected', 'rejected', '--rejected', 'changes'],
];
const HEIGHT = 240;

export function historyChart(place, runs) {
  place.replaceChildren();
  const colours = getComputedStyle(document.documentElement);
  const colour = name => colours.getPropertyValue(name).trim();
  const times = runs.map(run => Date.parse(run.finishedAt) / 1000);
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } };
  new uPlot(
    {
      width: Math.max(280, place.clientWidth),
      height: HEIGHT,
      scales: { members: { range: (plot, min, max) => [0, Math.max(1, max * 1.1)] }, changes: { range: (plot, min, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [axis, { ...axis, scale: 'members', size: 64 }, { ...axis, scale: 'changes', side: 1, size: 56, grid: { show: false } }],
      series: [
        {},
        ...SERIES.map(([label, , name, scale]) => ({
          label,
          scale,
          stroke: colour(name),
          width: scale === 'members' ? 2 : 1.5,
          points: { show: true, size: 5, fill: colour(name) },
        })),
      ],
    },
    [times, ...SERIES.map(([, key]) => runs.map(run => run.counts[key]))],
    place,
  );
}
