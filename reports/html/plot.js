// Lines over time as SVG, with the figures beside them as a table.

const PLOT = { width: 480, height: 220, left: 64, right: 12, top: 12, bottom: 34 };

// A round number above the largest value, in steps of 1, 2 or 5.
function roundUp(value) {
    if (!(value > 0)) return 1;
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

const compact = (value) => value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 });

function scale(from, to, low, high) {
    return (value) => low + ((value - from) / (to - from || 1)) * (high - low);
}

function axes(x, y, lastTime, most) {
    const bottom = PLOT.height - PLOT.bottom, right = PLOT.width - PLOT.right;
    const across = [0, 0.5, 1].map((share) => share * most).map((value) => [
        svg('path', { class: 'axis', d: `M${PLOT.left} ${y(value)}H${right}` }),
        svg('text', { x: PLOT.left - 6, y: y(value) + 4, 'text-anchor': 'end' }, compact(value))]);
    const along = [0, 0.5, 1].map((share) => share * lastTime).map((time, i) =>
        svg('text', { x: x(time), y: bottom + 18, 'text-anchor': ['start', 'middle', 'end'][i] }, duration(time)));
    return [across, along];
}

const pathOf = (points, x, y) =>
    points.map(([time, value], i) => `${i ? 'L' : 'M'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`).join('');

// lines: [name, points] with points [seconds, value]; at most two.
function plot(title, lines) {
    const points = lines.flatMap(([, members]) => members);
    const lastTime = points.reduce((most, [time]) => Math.max(most, time), 0);
    const most = roundUp(points.reduce((top, [, value]) => Math.max(top, value), 0));
    const x = scale(0, lastTime, PLOT.left, PLOT.width - PLOT.right), y = scale(0, most, PLOT.height - PLOT.bottom, PLOT.top);
    const says = lines.map(([name, members]) => `${name}: ${number(members[0]?.[1])} at first, ${number(members.at(-1)?.[1])} at the end`).join('; ');
    const kinds = ['one', 'two'];
    return el('figure', {}, el('figcaption', {}, title), svg('svg', { viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, role: 'img', 'aria-label': visible(`${title}. ${says}`) },
        axes(x, y, lastTime, most), lines.map(([, members], i) => svg('path', { class: kinds[i], d: pathOf(members, x, y) })),
        lines.length > 1 ? lines.map(([name], i) => svg('text', { class: kinds[i], x: PLOT.left + 8, y: PLOT.top + 14 + 16 * i }, name)) : null));
}

// At most so many of the samples, the first and the last among them.
function thinned(samples, count) {
    if (samples.length <= count) return samples;
    return Array.from({ length: count }, (_, i) => samples[Math.round((i * (samples.length - 1)) / (count - 1))]);
}
