"""The columns of the tables, in their order, with their types."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..sensors.numbers import ALL

if TYPE_CHECKING:
    import pyarrow as pa

PATHS = (
    "rgb", "raw", "linear", "mono", "temperature", "events", "event_counts", "depth", "semantic",
    "instance", "normal", "flow", "cover", "damage", *ALL,
)  # fmt: skip
"""Channels whose columns in ``frames`` hold the path of a file, null where there is none."""

_COLUMNS = {
    "episodes": """
        episode:i64 seed:i64 index:i64 attempt:i32 status:str error:str split:str tags:[str]
        steps:i32 frames:i32 outcome:str scenario_sha256:str epoch_utc:time
        """,
    "frames": """
        episode:i64 sensor:str modality:str reading:i32 step:i32
        t_ns:i64 t_start_ns:i64 t_end_ns:i64 t_claimed_ns:i64 valid:bool
        rgb:str raw:str linear:str mono:str temperature:str events:str event_counts:str
        depth:str semantic:str instance:str normal:str flow:str cover:str
        damage:str points:str detections:str range_doppler:str gyro:str accel:str
        position:str local:str velocity:str covariance:str fix:str satellites:str dilution:str
        wheel_speed:str ticks:str steering:str pressure:str magnetic_field:str distance:str
        width:i32 height:i32 fx:f64 fy:f64 cx:f64 cy:f64 lens:str distortion:[f64] depth_scale:f64
        T_world_ego:f64*16 T_ego_sensor:f64*16 ego_velocity:f64*3 friction:f32*4 cover_wheels:u8*4
        temperature_c:f32 visibility_m:f32 rain_rate_mm_h:f32 snow_rate_mm_h:f32
        wind_speed_m_s:f32 wind_from_deg:f32 sun_elevation_deg:f32 illuminance_lx:f32
        weather:[str]
        faults:[str] damaged:f32 twin:str split:str
        """,
    "objects": """
        episode:i64 sensor:str reading:i32 t_ns:i64
        track:i32 group:i32 class:u8 class_name:str attributes:[str]
        T_world_object:f64*16 T_sensor_object:f64*16 length:f32 width:f32 height:f32 velocity:f32*3
        x0:f32 y0:f32 x1:f32 y1:f32 ax0:f32 ay0:f32 ax1:f32 ay1:f32 visible_px:i32
        occlusion:f32 truncation:f32 weather_visibility:f32 contrast:f32 detectable:bool
        points:i32 keypoints:[f32] distance_m:f32 ttc_s:f32
        """,
    "steps": """
        episode:i64 step:i32 t_ns:i64 action:[f32] reward:f64 cost:f64 terminated:bool
        truncated:bool ttc_s:f32 thw_s:f32 drac_m_s2:f32 btn:f32 rss_margin_m:f32 events:[str]
        """,
    "faults": """
        episode:i64 fault:str kind:str target:str t_on_ns:i64 t_off_ns:i64 severity:f32
        parameters:str
        """,
    "draws": "episode:i64 name:str u:f64 value:str unit:str",
}
"""Name and type of each column: ``[x]`` is a list, ``x*n`` a list of n, which is never null: before
pyarrow 26, which Python 3.10 does not have, such columns cannot be read back."""


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table."""
    import pyarrow as pa

    columns = (column.partition(":") for column in _COLUMNS[table].split())
    return pa.schema([pa.field(name, _type(kind)) for name, _, kind in columns])


def _type(kind: str) -> pa.DataType:
    import pyarrow as pa

    plain = {
        "i64": pa.int64(),
        "i32": pa.int32(),
        "u8": pa.uint8(),
        "f64": pa.float64(),
        "f32": pa.float32(),
        "str": pa.string(),
        "bool": pa.bool_(),
        "time": pa.timestamp("ns", "UTC"),
    }
    if kind.startswith("["):
        return pa.list_(plain[kind[1:-1]])
    name, star, count = kind.partition("*")
    return pa.list_(plain[name], int(count)) if star else plain[name]
